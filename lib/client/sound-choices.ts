import { createStore, type StoreApi } from "zustand/vanilla";

/** A device by its id; the id changes when a browser forgets a site, then the label finds it again. */
export interface DeviceChoice {
  id: string;
  label: string;
}

/** How this browser hears and is heard. A device that is null is whatever the system prefers. */
export interface SoundChoices {
  microphone: DeviceChoice | null;
  speaker: DeviceChoice | null;
  echoCancellation: boolean;
  noiseSuppression: boolean;
  autoGainControl: boolean;
}

export const usualSound: SoundChoices = {
  microphone: null,
  speaker: null,
  echoCancellation: true,
  noiseSuppression: true,
  autoGainControl: true,
};

const KEY = "nida-sound";

type Kept = { [K in keyof SoundChoices]?: unknown };

function choiceOf(kept: unknown): DeviceChoice | null {
  if (typeof kept !== "object" || kept === null || !("id" in kept) || !("label" in kept)) return null;
  const { id, label } = kept;
  return typeof id === "string" && typeof label === "string" && id ? { id, label } : null;
}

/** What was kept under the key; whatever cannot be understood is as usual. */
export function readSound(text: string | null): SoundChoices {
  let kept: Kept = {};
  try {
    const parsed: unknown = JSON.parse(text ?? "null");
    if (typeof parsed === "object" && parsed !== null) kept = parsed;
  } catch {
    // Not ours: as usual.
  }
  return {
    microphone: choiceOf(kept.microphone),
    speaker: choiceOf(kept.speaker),
    echoCancellation: kept.echoCancellation !== false,
    noiseSuppression: kept.noiseSuppression !== false,
    autoGainControl: kept.autoGainControl !== false,
  };
}

/** The choices of this browser, kept in `storage`; null keeps nothing. */
export function createSoundChoices(storage: Pick<Storage, "getItem" | "setItem"> | null): StoreApi<SoundChoices> {
  const store = createStore<SoundChoices>(() => readSound(storage?.getItem(KEY) ?? null));
  store.subscribe((choices) => storage?.setItem(KEY, JSON.stringify(choices)));
  return store;
}

function browserStorage(): Storage | null {
  try {
    return typeof window === "undefined" ? null : window.localStorage;
  } catch {
    // Storage is forbidden to this site.
    return null;
  }
}

/** The one set of choices of this tab: settings write it, calls follow it. */
export const soundChoices = createSoundChoices(browserStorage());
