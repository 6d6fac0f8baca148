import { type CallFact, type CallState, idle, nextCallState, type Self } from "@/lib/client/call-client-state";
import type { Call } from "@/lib/contracts/calls";

export const ahmed = { id: 1, name: "أحمد", username: "ahmed", avatar: null };
export const sara = { id: 2, name: "Sara", username: "sara", avatar: null };
export const caller: Self = { userId: 1, deviceId: "device-ahmed" };
export const callee: Self = { userId: 2, deviceId: "device-sara" };
export const otherTab: Self = { userId: 2, deviceId: "device-sara-2" };

export const ringing: Call = {
  id: "00000000-0000-4000-8000-000000000001",
  conversation_id: 7,
  caller: ahmed,
  callee: sara,
  status: "ringing",
  end_reason: null,
  created_at: "2026-01-25T10:00:00.000Z",
  ring_expires_at: "2026-01-25T10:00:45.000Z",
  accepted_at: null,
  ended_at: null,
  duration_s: null,
  caller_device_id: caller.deviceId,
  callee_device_id: null,
};
export const accepted: Call = {
  ...ringing,
  status: "accepted",
  accepted_at: "2026-01-25T10:00:05.000Z",
  callee_device_id: callee.deviceId,
};
export const ended = (end_reason: Call["end_reason"], from: Call = ringing): Call => ({
  ...from,
  status: "ended",
  end_reason,
});
export const younger: Call = {
  ...ringing,
  id: "00000000-0000-4000-8000-000000000002",
  created_at: "2026-01-25T10:01:00.000Z",
};
export const backwards: Call = { ...younger, caller: sara, callee: ahmed, caller_device_id: callee.deviceId };

export const snapshot = (call: Call, at = 1000, muted = false) => ({ type: "snapshot" as const, call, at, muted });
export const start = { type: "start", conversationId: 7, person: sara } satisfies CallFact;

/** What these facts make of nothing. */
export function after(self: Self, ...facts: CallFact[]): CallState {
  return facts.reduce((state, fact) => nextCallState(state, fact, self), idle);
}

/** Each moment of a call. */
export const every = {
  idle: idle,
  starting: after(caller, start),
  outgoing: after(caller, start, snapshot(ringing)),
  incoming: after(callee, snapshot(ringing)),
  active: after(caller, start, snapshot(ringing), snapshot(accepted)),
  ended: after(caller, start, snapshot(ringing), snapshot(ended("declined"))),
};
