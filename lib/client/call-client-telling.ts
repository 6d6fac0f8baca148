import type { Call, Signal } from "@/lib/contracts/calls";
import type { CallFact, CallState, OtherVoice } from "./call-client-state";

const MUTED = "muted";
const FAILED = "microphone_failed";

/** The signal by which a side says that it leaves because it has no microphone; simple-peer never sees it. */
export const microphoneFailed: Signal = { generation: 0, data: { type: FAILED } };

/** What a signal tells of the other's microphone; null when it is for the peer. */
export function microphoneFact(callId: string, signal: Signal): CallFact | null {
  if (signal.data?.type === FAILED) return { type: "blame", callId, outcome: { kind: "other_microphone" } };
  const voice = voiceTold(signal);
  return voice && { type: "other_voice", callId, voice };
}

/** What a signal says of the other's microphone; null when it speaks of something else. */
export function voiceTold(signal: Signal): OtherVoice | null {
  if (signal.data?.type !== MUTED) return null;
  if (signal.data.broken === true) return "broken";
  return signal.data.muted === true ? "muted" : "on";
}

/**
 * Tells the other side how the microphone here stands: at each change, and whenever a connection has come up, because the
 * page on the other side may then be a new one that knows nothing. Answers what to call with every state of the call.
 */
export function tellVoice(send: (call: Call, signal: Signal) => void): (state: CallState) => void {
  let told: OtherVoice = "on";
  let up = false;
  return (state) => {
    if (state.phase !== "active" || state.leaving) {
      told = "on";
      up = false;
      return;
    }
    const voice = state.trouble ? "broken" : state.muted ? "muted" : "on";
    const comesUp = state.media === "connected" && !up;
    up = state.media === "connected";
    if (voice === told && !comesUp) return;
    told = voice;
    const data = { type: MUTED, muted: voice !== "on", ...(voice === "broken" && { broken: true }) };
    send(state.call, { generation: 0, data });
  };
}
