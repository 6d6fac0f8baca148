import { createStore } from "zustand/vanilla";

export type Speed = 1 | 1.5 | 2;

export interface Playing {
  /** the voice note that has the loudspeaker; null for none */
  id: string | null;
  playing: boolean;
  /** seconds from its beginning */
  at: number;
  speed: Speed;
  /** the browser cannot play this one */
  broken: string | null;
}

/** The one loudspeaker of a tab: a voice note that begins ends the one before. */
export const voicePlayer = createStore<Playing>(() => ({ id: null, playing: false, at: 0, speed: 1, broken: null }));

const { getState, setState } = voicePlayer;
let audio: HTMLAudioElement | null = null;
/** where to begin once its length is known, in seconds; null when it has begun */
let beginAt: number | null = null;

function element(): HTMLAudioElement {
  if (audio) return audio;
  const made = new Audio();
  made.preload = "auto";
  made.ontimeupdate = () => beginAt === null && setState({ at: made.currentTime });
  made.onplay = () => setState({ playing: true });
  made.onpause = () => setState({ playing: false });
  made.onended = () => setState({ playing: false, at: 0 });
  made.onerror = () => setState(({ id }) => ({ playing: false, broken: id }));
  // What a browser has recorded does not say how long it is; looking for its end finds out, and makes it seekable.
  made.onloadedmetadata = () => (made.duration === Number.POSITIVE_INFINITY ? seekFar(made) : begin(made));
  made.ondurationchange = () => made.duration !== Number.POSITIVE_INFINITY && begin(made);
  audio = made;
  return made;
}

function seekFar(made: HTMLAudioElement): void {
  made.currentTime = 1e6;
}

function begin(made: HTMLAudioElement): void {
  if (beginAt === null || made.readyState < 1) return;
  made.currentTime = beginAt;
  beginAt = null;
  made.playbackRate = getState().speed;
  void made.play().catch(() => setState({ playing: false }));
}

/** Plays a voice note, goes on with it, or pauses it. */
export function toggleVoice(id: string, url: string): void {
  const made = element();
  if (getState().id === id && getState().broken !== id) {
    if (made.paused) void made.play().catch(() => setState({ playing: false }));
    else made.pause();
    return;
  }
  load(id, url, 0);
}

/** Goes to a place of a voice note, in seconds, and plays from there. */
export function seekVoice(id: string, url: string, at: number): void {
  if (getState().id !== id) load(id, url, at);
  else {
    element().currentTime = at;
    setState({ at });
  }
}

function load(id: string, url: string, at: number): void {
  const made = element();
  made.pause();
  beginAt = at;
  setState({ id, at, playing: true, broken: null });
  made.src = url;
  made.load();
}

/** Normal, half as fast again, twice as fast, and round again; for all that follow too. */
export function nextSpeed(): void {
  const speed = ({ 1: 1.5, 1.5: 2, 2: 1 } as const)[getState().speed];
  setState({ speed });
  if (audio) audio.playbackRate = speed;
}

/** Silence: a call comes, or one goes elsewhere. */
export function stopVoice(): void {
  audio?.pause();
}
