import type { Call, EndReason } from "@/lib/contracts/calls";
import type { User } from "@/lib/contracts/users";

/** Why no microphone: forbidden by the person or the browser, none there, taken by a program, or an origin without https. */
export type MicrophoneProblem = "denied" | "missing" | "busy" | "unsupported";

/** How a call came to its end for this tab. */
export type Outcome =
  | { kind: EndReason }
  | { kind: "elsewhere" }
  | { kind: "microphone"; problem: MicrophoneProblem }
  | { kind: "other_microphone" }
  /** accepted, but no way was found from one to the other */
  | { kind: "no_path" }
  /** the server said no; `message` is its sentence, "" when it could not be reached */
  | { kind: "refused"; message: string };

/** How long the word about an ended call stays, in milliseconds; advice takes longer to read. */
export function stayOf({ kind }: Outcome): number {
  return ["microphone", "refused", "no_path"].includes(kind) ? 14_000 : 5000;
}

/** connecting: no audio yet · connected: audio arrives · interrupted: it has stopped and a new path is sought */
export type Media = "connecting" | "connected" | "interrupted";

/** How the other's microphone stands, as their side tells it. */
export type OtherVoice = "on" | "muted" | "broken";

interface Live {
  conversationId: number;
  /** the other one */
  person: User;
  /** the person here wants out; the server has not confirmed it yet */
  leaving: boolean;
  /** says more than the server's reason, once the call is over */
  blame: Outcome | null;
}

interface Voices {
  /** why this side's microphone is silent though it once spoke */
  trouble: MicrophoneProblem | null;
  otherVoice: OtherVoice;
}

export type CallState =
  /** `over`: the call that ended last; late news of it is not believed */
  | { phase: "idle"; over: string | null }
  /** `call` is null until the server has answered; `reached`: it rings at a device of the callee */
  | ({ phase: "outgoing"; call: Call | null; reached: boolean; over: string | null } & Live)
  | ({ phase: "incoming"; call: Call; answering: boolean } & Live)
  /** `since`: when it was accepted, milliseconds of this machine's clock */
  | ({ phase: "active"; call: Call; media: Media; muted: boolean; since: number } & Live & Voices)
  | { phase: "ended"; conversationId: number; person: User; outcome: Outcome; over: string | null };

/** What a tab knows of its call beside the server's word. */
interface Known {
  /** when it was accepted, milliseconds of this machine's clock */
  at: number;
  muted?: boolean;
  reached?: boolean;
  /** the two have heard each other: a page that comes to it now comes back */
  connected?: boolean;
}

export type CallFact =
  /** `problem`: known beforehand, so nobody is rung */
  | { type: "start"; conversationId: number; person: User; problem?: MicrophoneProblem | null }
  /** what the server says of a call, by answer, event or query */
  | ({ type: "snapshot"; call: Call } & Known)
  /** the server knows of no call and no end */
  | { type: "lost"; callId: string }
  | { type: "refused"; outcome: Outcome }
  | { type: "reached"; callId: string }
  | { type: "answer" }
  | { type: "answer_failed" }
  | { type: "leave"; blame?: Outcome }
  | { type: "blame"; callId: string; outcome: Outcome }
  | { type: "media"; media: Media }
  | { type: "muted"; muted: boolean }
  | { type: "trouble"; problem: MicrophoneProblem | null }
  | { type: "other_voice"; callId: string; voice: OtherVoice }
  | { type: "dismiss" };

/** This tab of this person. */
export interface Self {
  userId: number;
  deviceId: string;
}

export const idle: CallState = { phase: "idle", over: null };

/** The call of this tab that is not over, or null. */
export function liveCall(state: CallState): Call | null {
  return state.phase === "idle" || state.phase === "ended" ? null : state.call;
}

/** True when a live call holds this tab, also before the server has given it a number. */
export function isLive(state: CallState): state is Exclude<CallState, { phase: "idle" | "ended" }> {
  return state.phase !== "idle" && state.phase !== "ended";
}

/** The caller's side makes every offer. */
export function isCaller(call: Call, self: Self): boolean {
  return call.caller.id === self.userId;
}

function end(state: CallState, outcome: Outcome): CallState {
  if (!isLive(state)) return state;
  const { conversationId, person } = state;
  return { phase: "ended", conversationId, person, outcome: state.blame ?? outcome, over: state.call?.id ?? null };
}

function adopt(state: CallState, call: Call, self: Self, known: Known): CallState {
  const same = isLive(state) && (state.call === null || state.call.id === call.id) ? state : null;
  const person = isCaller(call, self) ? call.callee : call.caller;
  const live: Live = {
    conversationId: call.conversation_id,
    person,
    leaving: same?.leaving ?? false,
    blame: same?.blame ?? null,
  };
  if (call.status === "accepted") {
    if (same?.phase === "active") return { ...same, call };
    const voices: Voices = { trouble: null, otherVoice: "on" };
    const media = known.connected ? "interrupted" : "connecting";
    return { phase: "active", call, media, muted: known.muted ?? false, since: known.at, ...live, ...voices };
  }
  // News that a later state has overtaken.
  if (same?.phase === "active") return same;
  if (isCaller(call, self)) {
    const reached = same?.phase === "outgoing" ? same.reached : (known.reached ?? false);
    return { phase: "outgoing", call, reached, over: null, ...live };
  }
  return { phase: "incoming", call, answering: same?.phase === "incoming" && same.answering, ...live };
}

function absorb(state: CallState, fact: Extract<CallFact, { type: "snapshot" }>, self: Self): CallState {
  const { call } = fact;
  const known = liveCall(state);
  if ((!isLive(state) || state.phase === "outgoing") && state.over === call.id) return state;
  // A person has one live call: a younger one proves that ours is over, an older one is stale.
  if (known && known.id !== call.id && (call.status === "ended" || call.created_at <= known.created_at)) return state;
  const caller = isCaller(call, self);
  const starting = state.phase === "outgoing" && state.call === null;
  const here = (caller ? call.caller_device_id : call.callee_device_id) === self.deviceId;
  if (call.status === "ended") {
    if (known?.id !== call.id && !(starting && caller && here)) return state;
    const ended = end(state, { kind: call.end_reason ?? "completed" });
    return ended.phase === "ended" ? { ...ended, over: call.id } : ended;
  }
  if (call.status === "ringing" && !caller) {
    // They ring each other: the server will answer our start with the one call of both.
    return starting ? state : adopt(state, call, self, fact);
  }
  if (here) return adopt(state, call, self, fact);
  return known?.id === call.id ? end(state, { kind: "elsewhere" }) : state;
}

/**
 * The call of this tab after `fact`. Pure; the same object comes back when the fact changes nothing.
 * Only `snapshot`, `lost` and `refused` (the server's word) begin or end a call.
 */
export function nextCallState(state: CallState, fact: CallFact, self: Self): CallState {
  switch (fact.type) {
    case "start": {
      if (isLive(state)) return state;
      const { conversationId, person, problem } = fact;
      if (problem) {
        const outcome: Outcome = { kind: "microphone", problem };
        return { phase: "ended", conversationId, person, outcome, over: state.over };
      }
      const live: Live = { conversationId, person, leaving: false, blame: null };
      return { phase: "outgoing", call: null, reached: false, over: state.over, ...live };
    }
    case "snapshot":
      return absorb(state, fact, self);
    case "lost":
      return liveCall(state)?.id === fact.callId ? end(state, { kind: "failed" }) : state;
    case "refused": {
      if (state.phase !== "outgoing" || state.call) return state;
      const ended = end(state, fact.outcome);
      return ended.phase === "ended" ? { ...ended, over: state.over } : ended;
    }
    case "reached":
      if (state.phase !== "outgoing" || state.reached || state.call?.id !== fact.callId) return state;
      return { ...state, reached: true };
    case "answer":
      return state.phase === "incoming" && !state.leaving ? { ...state, answering: true } : state;
    case "answer_failed":
      return state.phase === "incoming" ? { ...state, answering: false } : state;
    case "leave":
      return isLive(state) && !state.leaving ? { ...state, leaving: true, blame: fact.blame ?? state.blame } : state;
    case "blame":
      return isLive(state) && state.call?.id === fact.callId ? { ...state, blame: fact.outcome } : state;
    case "media": {
      if (state.phase !== "active" || state.media === fact.media) return state;
      // What never came up cannot come back.
      if (state.media === "connecting" && fact.media === "interrupted") return state;
      const found = fact.media === "connected" && state.blame?.kind === "no_path";
      return { ...state, media: fact.media, blame: found ? null : state.blame };
    }
    case "muted":
      return state.phase === "active" && state.muted !== fact.muted ? { ...state, muted: fact.muted } : state;
    case "trouble":
      return state.phase === "active" && state.trouble !== fact.problem ? { ...state, trouble: fact.problem } : state;
    case "other_voice":
      if (state.phase !== "active" || state.call.id !== fact.callId || state.otherVoice === fact.voice) return state;
      return { ...state, otherVoice: fact.voice };
    case "dismiss":
      return state.phase === "ended" ? { phase: "idle", over: state.over } : state;
  }
}
