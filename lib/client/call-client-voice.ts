import type { MicrophoneProblem } from "./call-client-state";
import { MicrophoneError, type openMicrophone } from "./microphone";

/** The person's own voice: the microphone is open exactly while it is wanted. */
export interface Voice {
  want(wanted: boolean): void;
  mute(muted: boolean): void;
}

export function createVoice(options: {
  open: typeof openMicrophone;
  onTrack(track: MediaStreamTrack | null): void;
  onProblem(problem: MicrophoneProblem): void;
}): Voice {
  let wanted = false;
  let muted = false;
  let opening = false;
  let stream: MediaStream | null = null;

  const release = () => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = null;
    options.onTrack(null);
  };
  const obtain = async () => {
    opening = true;
    try {
      stream = await options.open();
    } catch (error) {
      if (wanted) options.onProblem(error instanceof MicrophoneError ? error.problem : "busy");
      return;
    } finally {
      opening = false;
    }
    if (!wanted) return release();
    const [track = null] = stream.getAudioTracks();
    if (track) track.enabled = !muted;
    options.onTrack(track);
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
  };
}
