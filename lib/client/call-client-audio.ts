import { createLevelMeter, type LevelMeter } from "./level-meter";

let shared: AudioContext | null = null;

/** The tab's one audio context: tones, placeholder tracks and level meters come from it. */
export function audioContext(): AudioContext {
  shared ??= new AudioContext();
  return shared;
}

const gestures = ["pointerdown", "keydown", "touchend"] as const;

/** Calls `act` at the next gesture of the person, once. Answers how to call it off. */
export function onGesture(act: () => void): () => void {
  const stop = () => {
    for (const gesture of gestures) window.removeEventListener(gesture, run, true);
  };
  const run = () => {
    stop();
    act();
  };
  for (const gesture of gestures) window.addEventListener(gesture, run, true);
  return stop;
}

/** Lets the audio context run from the person's first gesture on, so that a later ring is heard. */
export function unlockSound(): () => void {
  return onGesture(() => void audioContext().resume());
}

/** Plays what the other one says, outside of any page's elements so that navigation never interrupts it. */
export interface RemoteAudio {
  /** Lets the output run ahead of the voice, muted: to begin it costs some 40 ms. */
  prepare(stream: MediaStream): void;
  play(stream: MediaStream): void;
  /** Plays on this device from now on, "" on the system's; nothing where the browser gives no choice. */
  setSpeaker(deviceId: string): void;
  /** how loud it is now, 0 to 1 */
  level(): number;
  close(): void;
}

/** `onBlocked(true)` when the browser wants a gesture before it lets the voice be heard, `false` once it is heard. */
export function createRemoteAudio(onBlocked: (blocked: boolean) => void): RemoteAudio {
  const element = new Audio();
  element.autoplay = true;
  let meter: LevelMeter | null = null;
  let forget = () => {};
  let closed = false;

  const unhook = () => {
    forget();
    forget = () => {};
    meter?.close();
    meter = null;
  };
  const start = () => {
    element.play().then(
      () => onBlocked(false),
      (error: unknown) => {
        // A newer stream has taken its place: no refusal.
        if (closed || (error instanceof Error && error.name === "AbortError")) return;
        onBlocked(true);
        forget = onGesture(start);
      },
    );
  };

  const attach = (stream: MediaStream, muted: boolean) => {
    unhook();
    element.muted = muted;
    if (element.srcObject !== stream) element.srcObject = stream;
  };

  return {
    prepare(stream) {
      attach(stream, true);
      // Refused or cut short: it begins with the voice.
      element.play().catch(() => {});
    },
    play(stream) {
      attach(stream, false);
      // A browser that wants a gesture for what is heard stops it here.
      start();
    },
    setSpeaker(deviceId) {
      // Refused: the device has just gone, and the one before goes on.
      element.setSinkId?.(deviceId).catch(() => {});
    },
    level() {
      const stream = element.srcObject;
      if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) return 0;
      meter ??= createLevelMeter(audioContext(), stream);
      return meter.level();
    },
    close() {
      closed = true;
      unhook();
      element.pause();
      element.srcObject = null;
    },
  };
}
