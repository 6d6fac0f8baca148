import type { DeviceChoice } from "./sound-choices";

/** What one can speak into and hear from. Labels are empty until a microphone has been allowed. */
export interface AudioDevices {
  microphones: DeviceChoice[];
  speakers: DeviceChoice[];
}

export const noDevices: AudioDevices = { microphones: [], speakers: [] };

// Chromium's names for "whatever the system prefers", which is no device of its own.
const aliases = new Set(["", "default", "communications"]);

/** The devices of a kind, each once, without the system's aliases. */
export function devicesOf(all: readonly MediaDeviceInfo[], kind: MediaDeviceKind): DeviceChoice[] {
  return all
    .filter((device) => device.kind === kind && !aliases.has(device.deviceId))
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}

/** The chosen device if it is there, by its id, else by its label; null otherwise. */
export function findDevice(choice: DeviceChoice | null, devices: readonly DeviceChoice[]): DeviceChoice | null {
  if (!choice) return null;
  const named = (device: DeviceChoice) => device.label !== "" && device.label === choice.label;
  return devices.find((device) => device.id === choice.id) ?? devices.find(named) ?? null;
}

/** What is plugged in now; nothing where the browser does not tell (W3C Media Capture and Streams, 9.2). */
export async function listAudioDevices(): Promise<AudioDevices> {
  try {
    const all = await navigator.mediaDevices.enumerateDevices();
    return { microphones: devicesOf(all, "audioinput"), speakers: devicesOf(all, "audiooutput") };
  } catch {
    return noDevices;
  }
}

/** Calls `listener` whenever a device comes or goes; answers how to stop. */
export function onDevicesChange(listener: () => void): () => void {
  const { mediaDevices } = navigator;
  mediaDevices?.addEventListener?.("devicechange", listener);
  return () => mediaDevices?.removeEventListener?.("devicechange", listener);
}

/** Whether this browser lets a page choose the loudspeaker. */
export function choosesSpeaker(): boolean {
  return typeof HTMLMediaElement !== "undefined" && "setSinkId" in HTMLMediaElement.prototype;
}
