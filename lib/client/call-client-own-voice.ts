import type { Call, Signal } from "@/lib/contracts/calls";
import { followDevices } from "./call-client-devices";
import { type CallFact, type CallState, isLive } from "./call-client-state";
import { tellVoice } from "./call-client-telling";
import { createVoice } from "./call-client-voice";
import type { openMicrophone } from "./microphone";

/** `label`: the microphone that speaks now, as the browser names it. */
export type DeviceChange = { gone: "microphone"; label: string } | { gone: "speaker" };

export interface OwnVoiceOptions {
  open: typeof openMicrophone;
  media: { setMicrophone(track: MediaStreamTrack | null): void; setSpeaker(deviceId: string): void };
  state(): CallState;
  dispatch(fact: CallFact): void;
  send(call: Call, signal: Signal): void;
  /** told of a device that went away during a call, and of what is used instead */
  onDevice?(change: DeviceChange): void;
}

/** What this side gives to a call: its microphone, on the chosen devices, and the word to the other about it. */
export interface OwnVoice {
  /** Does what the state asks for: speak from the answer on, muted or not, and let go at the end. */
  follow(state: CallState): void;
  /** whether a microphone is open now */
  open(): boolean;
  /** loudness of what is said here, 0 to 1 */
  level(): number;
  close(): void;
}

export function createOwnVoice({ open, media, state, dispatch, send, onDevice }: OwnVoiceOptions): OwnVoice {
  const voice = createVoice({
    open,
    onTrack(track) {
      media.setMicrophone(track);
      if (track) devices.begin();
    },
    onProblem: (problem) => dispatch({ type: "leave", blame: { kind: "microphone", problem } }),
    onTrouble(problem) {
      // Who talks goes on listening; a ring without a voice behind it is taken back.
      if (state().phase === "active") dispatch({ type: "trouble", problem });
      else if (problem) dispatch({ type: "leave", blame: { kind: "microphone", problem } });
    },
    onMoved: (label) => onDevice?.({ gone: "microphone", label }),
  });
  const devices = followDevices({
    voice,
    setSpeaker: (id) => media.setSpeaker(id),
    onSpeakerGone: () => onDevice?.({ gone: "speaker" }),
  });
  const tell = tellVoice(send);
  return {
    follow(now) {
      voice.mute(now.phase === "active" && now.muted);
      voice.want(isLive(now) && !now.leaving && (now.phase !== "incoming" || now.answering));
      tell(now);
      if (!isLive(now)) devices.end();
    },
    open: () => voice.open(),
    level: () => voice.level(),
    close() {
      voice.want(false);
      devices.end();
    },
  };
}
