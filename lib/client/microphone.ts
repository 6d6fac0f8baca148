import { findDevice, listAudioDevices } from "./audio-devices";
import type { MicrophoneProblem } from "./call-client-state";
import { type SoundChoices, soundChoices } from "./sound-choices";

/** The microphone cannot be had; `problem` says which advice helps. */
export class MicrophoneError extends Error {
  readonly problem: MicrophoneProblem;

  constructor(problem: MicrophoneProblem) {
    super(`microphone ${problem}`);
    this.name = "MicrophoneError";
    this.problem = problem;
  }
}

/** The reason behind a refusal of `getUserMedia` (W3C Media Capture and Streams, 10.2). */
function problemOf(error: unknown): MicrophoneProblem {
  switch (error instanceof Error || error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
    case "SecurityError":
      return "denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    case "TypeError":
      return "unsupported";
    default:
      // NotReadableError, AbortError: the device is there but does not give.
      return "busy";
  }
}

let permission: PermissionStatus | null = null;

/** Asks the browser once how things stand, so that `knownProblem` can answer at once; it keeps itself up to date. */
export async function watchPermission(): Promise<void> {
  try {
    permission = await navigator.permissions.query({ name: "microphone" });
  } catch {
    // This browser does not tell; opening will.
    permission = null;
  }
}

/** What is known to be in the way without asking the person: null when nothing is. */
export function knownProblem(): MicrophoneProblem | null {
  // Absent on plain http outside localhost.
  if (!navigator.mediaDevices?.getUserMedia) return "unsupported";
  return permission?.state === "denied" ? "denied" : null;
}

/**
 * Opens the chosen microphone, or the system's when that one is not there; the browser may ask the person first.
 * The caller stops the stream's tracks.
 * @throws MicrophoneError
 */
export async function openMicrophone(choices: SoundChoices = soundChoices.getState()): Promise<MediaStream> {
  if (!navigator.mediaDevices?.getUserMedia) throw new MicrophoneError("unsupported");
  const { microphone, echoCancellation, noiseSuppression, autoGainControl } = choices;
  const open = (id?: string) => {
    const device = id ? { deviceId: { exact: id } } : {};
    const audio = { echoCancellation, noiseSuppression, autoGainControl, ...device };
    return navigator.mediaDevices.getUserMedia({ audio });
  };
  const openRenamed = async (): Promise<MediaStream> => {
    const { microphones } = await listAudioDevices();
    const found = findDevice(microphone, microphones);
    if (found && found.id !== microphone?.id) return open(found.id).catch(() => open());
    return open();
  };
  try {
    if (!microphone) return await open();
    return await open(microphone.id).catch((error: unknown) => {
      // Not there, or not giving: any other voice is better than none. A refusal by the person stands.
      if (problemOf(error) === "denied") throw error;
      return openRenamed();
    });
  } catch (error) {
    throw new MicrophoneError(problemOf(error));
  }
}
