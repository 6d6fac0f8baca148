import { audioContext } from "./call-client-audio";
import type { MicrophoneProblem } from "./call-client-state";
import { createLevelMeter, type LevelMeter } from "./level-meter";
import { MicrophoneError, type openMicrophone } from "./microphone";

/** The person's own voice: the microphone is open exactly while it is wanted. */
export interface Voice {
  want(wanted: boolean): void;
  mute(muted: boolean): void;
  /** Opens it anew, as the choices now are; the old one speaks until the new one is there. */
  reopen(): void;
  /** whether a microphone is open now */
  open(): boolean;
  /** id of the microphone that speaks; null when none does */
  device(): string | null;
  /** loudness of what is said here, 0 to 1 */
  level(): number;
}

export interface VoiceOptions {
  open: typeof openMicrophone;
  onTrack(track: MediaStreamTrack | null): void;
  /** there is no microphone to begin with */
  onProblem(problem: MicrophoneProblem): void;
  /** the microphone died and there is no other; null when one has come */
  onTrouble?(problem: MicrophoneProblem | null): void;
  /** the microphone died, and the one of this name speaks instead */
  onMoved?(label: string): void;
}

export function createVoice(options: VoiceOptions): Voice {
  let wanted = false;
  let muted = false;
  let opening = false;
  /** asked to reopen while one is being opened */
  let again = false;
  let stream: MediaStream | null = null;
  let lost = false;
  let meter: LevelMeter | null = null;

  const letGo = () => {
    meter?.close();
    meter = null;
    for (const track of stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    stream = null;
  };
  const release = () => {
    letGo();
    lost = false;
    again = false;
    options.onTrack(null);
  };
  const adopt = (next: MediaStream) => {
    const died = lost;
    letGo();
    stream = next;
    lost = false;
    const [track = null] = next.getAudioTracks();
    if (track) {
      track.enabled = !muted;
      track.onended = onEnded;
    }
    options.onTrack(track);
    if (!died) return;
    options.onTrouble?.(null);
    options.onMoved?.(track?.label ?? "");
  };
  const onEnded = () => {
    lost = true;
    reopen();
  };
  const fail = (error: unknown) => {
    if (!wanted) return;
    const problem = error instanceof MicrophoneError ? error.problem : "busy";
    // A choice that cannot be had changes nothing: the one before goes on.
    if (stream && !lost) return;
    if (!stream && !lost) return options.onProblem(problem);
    letGo();
    options.onTrack(null);
    options.onTrouble?.(problem);
  };
  const obtain = async () => {
    opening = true;
    try {
      const next = await options.open();
      if (wanted) adopt(next);
      else {
        for (const track of next.getTracks()) track.stop();
        release();
      }
    } catch (error) {
      fail(error);
    } finally {
      opening = false;
    }
    if (wanted && again) {
      again = false;
      void obtain();
    }
  };
  const reopen = () => {
    if (!wanted) return;
    if (opening) again = true;
    else void obtain();
  };

  return {
    want(next) {
      if (next === wanted) return;
      wanted = next;
      if (!wanted) release();
      else if (!opening) void obtain();
    },
    mute(next) {
      muted = next;
      for (const track of stream?.getAudioTracks() ?? []) track.enabled = !muted;
    },
    reopen,
    open: () => stream !== null && !lost,
    device() {
      const [track] = stream?.getAudioTracks() ?? [];
      return lost ? null : (track?.getSettings?.().deviceId ?? null);
    },
    level() {
      if (!stream || lost || muted) return 0;
      meter ??= createLevelMeter(audioContext(), stream);
      return meter.level();
    },
  };
}
