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

/** Plays what the other one says, outside of any page's elements so that navigation never interrupts it. */
export interface RemoteAudio {
  play(stream: MediaStream): void;
  /** how loud it is now, 0 to 1 */
  level(): number;
  close(): void;
}

/** `onBlocked(true)` when the browser wants a gesture before it lets the voice be heard, `false` once it is heard. */
export function createRemoteAudio(onBlocked: (blocked: boolean) => void): RemoteAudio {
  const element = new Audio();
  element.autoplay = true;
  let analyser: AnalyserNode | null = null;
  let source: MediaStreamAudioSourceNode | null = null;
  let samples = new Uint8Array(0);
  let forget = () => {};
  let closed = false;

  const unhook = () => {
    forget();
    forget = () => {};
    source?.disconnect();
    source = null;
    analyser = null;
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

  return {
    play(stream) {
      unhook();
      element.srcObject = stream;
      start();
    },
    level() {
      const stream = element.srcObject;
      if (!(stream instanceof MediaStream) || stream.getAudioTracks().length === 0) return 0;
      if (!analyser) {
        const context = audioContext();
        source = context.createMediaStreamSource(stream);
        analyser = context.createAnalyser();
        analyser.fftSize = 256;
        samples = new Uint8Array(analyser.fftSize);
        source.connect(analyser);
      }
      analyser.getByteTimeDomainData(samples);
      let loudest = 0;
      for (const sample of samples) loudest = Math.max(loudest, Math.abs(sample - 128) / 128);
      return loudest;
    },
    close() {
      closed = true;
      unhook();
      element.pause();
      element.srcObject = null;
    },
  };
}
