"use client";

import { useEffect, useState, useSyncExternalStore } from "react";
import { type AudioDevices, listAudioDevices, noDevices, onDevicesChange } from "@/lib/client/audio-devices";
import { type SoundChoices, soundChoices, usualSound } from "@/lib/client/sound-choices";

/** What was chosen in this browser. */
export function useSoundChoices(): SoundChoices {
  return useSyncExternalStore(soundChoices.subscribe, soundChoices.getState, () => usualSound);
}

/** What is plugged in now; read anew when `fresh` changes, for a permission lets the browser name the devices. */
export function useAudioDevices(fresh: unknown): AudioDevices {
  const [devices, setDevices] = useState(noDevices);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `fresh` is the caller's reason to look again
  useEffect(() => {
    let left = false;
    const read = async () => {
      const found = await listAudioDevices();
      if (!left) setDevices(found);
    };
    void read();
    const stop = onDevicesChange(() => void read());
    return () => {
      left = true;
      stop();
    };
  }, [fresh]);
  return devices;
}
