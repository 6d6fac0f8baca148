import { audioContext, onGesture } from "./call-client-audio";
import { playTone, type Sound } from "./ringer-tones";

export type { Sound } from "./ringer-tones";

/** Held by the tab that is heard (Web Locks); the sign that a call is over may come while another tab still rings. */
const LOCK = { ring: "nida-ringer", end: "nida-ringer-end" };
/** How long the browser is given to let the sound begin before the page says that it is silent, in milliseconds. */
const UNLOCK_WITHIN_MS = 300;
const SHAKE = [400, 200, 400, 1000];

export interface RingerOptions {
  /** `true` while the browser keeps a ring silent: the popup must be seen instead */
  onSilent(silent: boolean): void;
  /** `true` while a ring is heard in this tab, and in no other of this browser */
  onHeard?(heard: boolean): void;
  context?: () => AudioContext;
  play?: (context: AudioContext, sound: Sound) => () => void;
  locks?: LockManager;
}

/** The tab's bell. Of all tabs of a browser that ring, exactly one is heard. */
export interface Ringer {
  /** Starts this sound, or silences everything with null. The same sound again changes nothing. */
  sound(sound: Sound | null): void;
  close(): void;
}

export function createRinger(options: RingerOptions): Ringer {
  const context = options.context ?? audioContext;
  const locks = "locks" in options ? options.locks : navigator.locks;
  let current: Sound | null = null;
  let silence = () => {};

  const begin = (sound: Sound) => {
    const ended = new AbortController();
    const undo: (() => void)[] = [() => ended.abort()];
    const isOver = () => ended.signal.aborted;
    silence = () => {
      for (const act of undo) act();
    };
    const play = () => {
      if (isOver()) return;
      options.onSilent(false);
      undo.push((options.play ?? playTone)(context(), sound));
      if (sound !== "ring") return;
      undo.push(shake(), () => options.onHeard?.(false));
      options.onHeard?.(true);
    };
    const whenAllowed = () => {
      if (isOver()) return;
      if ((sound !== "ring" && sound !== "end") || !locks) return play();
      // Only a tab that may sound waits for the bell; when that tab goes, the next one takes it over. An end is told once.
      const whole = new Promise<void>((resolve) => undo.push(resolve));
      locks
        .request(LOCK[sound], sound === "ring" ? { signal: ended.signal } : { ifAvailable: true }, (lock) => {
          if (!lock) return;
          play();
          return whole;
        })
        .catch(() => {}); // Aborted: the ring was over before this tab's turn came.
    };
    const audio = context();
    if (audio.state === "running") return whenAllowed();
    undo.push(onGesture(() => void audio.resume()));
    const late = setTimeout(() => options.onSilent(sound === "ring"), UNLOCK_WITHIN_MS);
    undo.push(() => clearTimeout(late));
    void audio.resume().then(() => {
      clearTimeout(late);
      whenAllowed();
    });
  };

  return {
    sound(sound) {
      if (sound === current) return;
      silence();
      silence = () => {};
      if (current === "ring") options.onSilent(false);
      current = sound;
      if (sound) begin(sound);
    },
    close() {
      this.sound(null);
    },
  };
}

/** Shakes a phone as long as it rings; does nothing where there is nothing to shake. */
function shake(): () => void {
  // Before the first gesture on a page browsers refuse it, and complain.
  if (!navigator.vibrate || navigator.userActivation?.hasBeenActive === false) return () => {};
  navigator.vibrate(SHAKE);
  const again = setInterval(() => navigator.vibrate(SHAKE), 2000);
  return () => {
    clearInterval(again);
    navigator.vibrate(0);
  };
}
