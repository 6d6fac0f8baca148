import { describe, expect, test } from "vitest";
import type { Call } from "@/lib/contracts/calls";
import { type CallFact, type CallState, idle, nextCallState, type Self } from "./call-client-state";

const ahmed = { id: 1, name: "أحمد", username: "ahmed", avatar: null };
const sara = { id: 2, name: "Sara", username: "sara", avatar: null };
const caller: Self = { userId: 1, deviceId: "device-ahmed" };
const callee: Self = { userId: 2, deviceId: "device-sara" };
const otherTab: Self = { userId: 2, deviceId: "device-sara-2" };

const ringing: Call = {
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
const accepted: Call = {
  ...ringing,
  status: "accepted",
  accepted_at: "2026-01-25T10:00:05.000Z",
  callee_device_id: callee.deviceId,
};
const ended = (end_reason: Call["end_reason"], from: Call = ringing): Call => ({
  ...from,
  status: "ended",
  end_reason,
});
const younger: Call = {
  ...ringing,
  id: "00000000-0000-4000-8000-000000000002",
  created_at: "2026-01-25T10:01:00.000Z",
};
const backwards: Call = { ...younger, caller: sara, callee: ahmed, caller_device_id: callee.deviceId };

const snapshot = (call: Call, at = 1000, muted = false): CallFact => ({ type: "snapshot", call, at, muted });
const start = { type: "start", conversationId: 7, person: sara } satisfies CallFact;

function after(self: Self, ...facts: CallFact[]): CallState {
  return facts.reduce((state, fact) => nextCallState(state, fact, self), idle);
}

const every = {
  idle: idle,
  starting: after(caller, start),
  outgoing: after(caller, start, snapshot(ringing)),
  incoming: after(callee, snapshot(ringing)),
  active: after(caller, start, snapshot(ringing), snapshot(accepted)),
  ended: after(caller, start, snapshot(ringing), snapshot(ended("declined"))),
};

describe("the caller's call", () => {
  test("is outgoing at once, then the server's, then reached, then active", () => {
    expect(every.starting).toMatchObject({ phase: "outgoing", call: null, person: sara, conversationId: 7 });
    expect(every.outgoing).toMatchObject({ phase: "outgoing", call: ringing, reached: false });
    const reached = nextCallState(every.outgoing, { type: "reached", callId: ringing.id }, caller);
    expect(reached).toMatchObject({ reached: true });
    expect(nextCallState(reached, snapshot(ringing), caller)).toMatchObject({ reached: true });
    expect(nextCallState(reached, snapshot(accepted, 42), caller)).toMatchObject({
      phase: "active",
      media: "connecting",
      muted: false,
      since: 42,
      person: sara,
    });
  });

  test.each(["declined", "missed", "cancelled", "busy", "failed"] as const)("ends as %s", (reason) => {
    expect(nextCallState(every.outgoing, snapshot(ended(reason)), caller)).toEqual({
      phase: "ended",
      conversationId: 7,
      person: sara,
      outcome: { kind: reason },
      over: ringing.id,
    });
  });

  test("can be answered busy before it ever rang", () => {
    expect(nextCallState(every.starting, snapshot(ended("busy")), caller)).toMatchObject({
      phase: "ended",
      outcome: { kind: "busy" },
    });
  });

  test("that the server refuses ends with its words, but only before there is a call", () => {
    const refused: CallFact = { type: "refused", outcome: { kind: "refused", message: "no" } };
    expect(nextCallState(every.starting, refused, caller)).toMatchObject({ phase: "ended", outcome: refused.outcome });
    expect(nextCallState(every.outgoing, refused, caller)).toBe(every.outgoing);
    expect(nextCallState(every.incoming, refused, callee)).toBe(every.incoming);
  });

  test("does not begin without a microphone", () => {
    expect(nextCallState(every.ended, { ...start, problem: "denied" }, caller)).toEqual({
      phase: "ended",
      conversationId: 7,
      person: sara,
      outcome: { kind: "microphone", problem: "denied" },
      over: ringing.id,
    });
  });

  test("is not begun twice", () => {
    for (const state of [every.starting, every.outgoing, every.incoming, every.active])
      expect(nextCallState(state, start, caller)).toBe(state);
    expect(nextCallState(every.ended, start, caller)).toMatchObject({ phase: "outgoing", over: ringing.id });
  });

  test("becomes the other's call when both ring each other", () => {
    const glare = after(caller, start, snapshot(backwards));
    expect(glare).toMatchObject({ phase: "outgoing", call: null });
    const both: Call = { ...backwards, status: "accepted", accepted_at: "x", callee_device_id: caller.deviceId };
    expect(nextCallState(glare, snapshot(both), caller)).toMatchObject({ phase: "active", call: both, person: sara });
  });

  test("does not show on the caller's other tabs", () => {
    const elsewhere = { ...caller, deviceId: "device-ahmed-2" };
    expect(after(elsewhere, snapshot(ringing), snapshot(accepted))).toBe(idle);
  });
});

describe("the callee's call", () => {
  test("rings, is being answered, is active", () => {
    expect(every.incoming).toMatchObject({ phase: "incoming", call: ringing, answering: false, person: ahmed });
    const answering = nextCallState(every.incoming, { type: "answer" }, callee);
    expect(answering).toMatchObject({ answering: true });
    expect(nextCallState(answering, snapshot(ringing), callee)).toMatchObject({ answering: true });
    expect(nextCallState(answering, { type: "answer_failed" }, callee)).toMatchObject({ answering: false });
    expect(nextCallState(answering, snapshot(accepted, 9, true), callee)).toMatchObject({
      phase: "active",
      since: 9,
      muted: true,
    });
  });

  test("falls silent when another tab answers, and stays so", () => {
    const silent = after(otherTab, snapshot(ringing), snapshot(accepted));
    expect(silent).toMatchObject({ phase: "ended", outcome: { kind: "elsewhere" } });
    const dismissed = nextCallState(silent, { type: "dismiss" }, otherTab);
    for (const late of [ringing, accepted, ended("completed", accepted)])
      expect(nextCallState(dismissed, snapshot(late), otherTab)).toBe(dismissed);
  });

  test("cannot be answered while it is being rejected", () => {
    const rejecting = nextCallState(every.incoming, { type: "leave" }, callee);
    expect(nextCallState(rejecting, { type: "answer" }, callee)).toBe(rejecting);
  });

  test("that the caller moves on from gives way to the younger one", () => {
    expect(nextCallState(every.incoming, snapshot(younger), callee)).toMatchObject({ call: younger });
    const second = after(callee, snapshot(younger));
    expect(nextCallState(second, snapshot(ringing), callee)).toBe(second);
    expect(nextCallState(second, snapshot(ended("missed")), callee)).toBe(second);
  });
});

describe("a running call", () => {
  test("keeps its media, its mute and its start through every later reading", () => {
    const talking = [
      { type: "media", media: "connected" },
      { type: "muted", muted: true },
      snapshot(accepted, 99_999),
      snapshot(ringing, 99_999),
    ] satisfies CallFact[];
    const state = talking.reduce<CallState>((now, fact) => nextCallState(now, fact, caller), every.active);
    expect(state).toMatchObject({ phase: "active", media: "connected", muted: true, since: 1000, call: accepted });
  });

  test("knows how both microphones stand, through every later reading", () => {
    const facts = [
      { type: "other_voice", callId: ringing.id, voice: "muted" },
      { type: "trouble", problem: "missing" },
      snapshot(accepted),
    ] satisfies CallFact[];
    const state = facts.reduce<CallState>((now, fact) => nextCallState(now, fact, caller), every.active);
    expect(state).toMatchObject({ otherVoice: "muted", trouble: "missing" });
    expect(nextCallState(state, { type: "trouble", problem: null }, caller)).toMatchObject({ trouble: null });
  });

  test("is found again after a reload, on the device that holds it and on no other", () => {
    expect(after(callee, snapshot(accepted, 5, true))).toMatchObject({ phase: "active", since: 5, muted: true });
    expect(after(otherTab, snapshot(accepted))).toBe(idle);
  });

  test("ends when the server knows of it no more", () => {
    expect(nextCallState(every.active, { type: "lost", callId: ringing.id }, caller)).toMatchObject({
      phase: "ended",
      outcome: { kind: "failed" },
    });
    expect(nextCallState(every.active, { type: "lost", callId: younger.id }, caller)).toBe(every.active);
  });
});

describe("leaving", () => {
  test.each(["starting", "outgoing", "incoming", "active"] as const)("%s waits for the server's word", (name) => {
    const state = nextCallState(every[name], { type: "leave" }, caller);
    expect(state).toMatchObject({ phase: every[name].phase, leaving: true });
    expect(nextCallState(state, { type: "leave" }, caller)).toBe(state);
  });

  test("is not forgotten when the call is accepted at that moment", () => {
    const leaving = nextCallState(every.outgoing, { type: "leave" }, caller);
    expect(nextCallState(leaving, snapshot(accepted), caller)).toMatchObject({ phase: "active", leaving: true });
  });

  test("because of the microphone says so at the end, on both sides", () => {
    const denied = { kind: "microphone", problem: "denied" } as const;
    const leaving = nextCallState(every.active, { type: "leave", blame: denied }, caller);
    expect(nextCallState(leaving, snapshot(ended("completed", accepted)), caller)).toMatchObject({ outcome: denied });
    const told = nextCallState(
      every.active,
      { type: "blame", callId: ringing.id, outcome: { kind: "other_microphone" } },
      caller,
    );
    expect(told).toMatchObject({ phase: "active", leaving: false });
    expect(nextCallState(told, snapshot(ended("completed", accepted)), caller)).toMatchObject({
      outcome: { kind: "other_microphone" },
    });
    const blameOther: CallFact = { type: "blame", callId: younger.id, outcome: { kind: "other_microphone" } };
    expect(nextCallState(every.active, blameOther, caller)).toBe(every.active);
  });
});

describe("facts that do not belong to the moment change nothing", () => {
  const facts: Record<string, [CallFact, (keyof typeof every)[]]> = {
    "reached, for another call": [{ type: "reached", callId: younger.id }, ["outgoing"]],
    reached: [{ type: "reached", callId: ringing.id }, ["idle", "starting", "incoming", "active", "ended"]],
    answer: [{ type: "answer" }, ["idle", "starting", "outgoing", "active", "ended"]],
    "answer failed": [{ type: "answer_failed" }, ["idle", "starting", "outgoing", "active", "ended"]],
    leave: [{ type: "leave" }, ["idle", "ended"]],
    media: [{ type: "media", media: "connected" }, ["idle", "starting", "outgoing", "incoming", "ended"]],
    "the same media": [{ type: "media", media: "connecting" }, ["active"]],
    muted: [{ type: "muted", muted: true }, ["idle", "starting", "outgoing", "incoming", "ended"]],
    "the same mute": [{ type: "muted", muted: false }, ["active"]],
    trouble: [{ type: "trouble", problem: "missing" }, ["idle", "starting", "outgoing", "incoming", "ended"]],
    "the same trouble": [{ type: "trouble", problem: null }, ["active"]],
    "the other's voice": [
      { type: "other_voice", callId: ringing.id, voice: "muted" },
      ["idle", "starting", "outgoing", "incoming", "ended"],
    ],
    "the other's voice, of another call": [{ type: "other_voice", callId: younger.id, voice: "muted" }, ["active"]],
    dismiss: [{ type: "dismiss" }, ["idle", "starting", "outgoing", "incoming", "active"]],
    "lost, for another call": [{ type: "lost", callId: younger.id }, ["idle", "starting", "outgoing", "ended"]],
    "the end of an unknown call": [snapshot(ended("missed", younger)), ["idle", "outgoing", "active", "ended"]],
    "late news of what is over": [snapshot(ringing), ["ended"]],
  };
  for (const [name, [fact, moments]] of Object.entries(facts))
    test.each(moments)(`${name} while %s`, (moment) => {
      const self = moment === "incoming" ? callee : caller;
      expect(nextCallState(every[moment], fact, self)).toBe(every[moment]);
    });

  test("dismissing an end leads to idle, which remembers what is over", () => {
    const done = nextCallState(every.ended, { type: "dismiss" }, caller);
    expect(done).toEqual({ phase: "idle", over: ringing.id });
    expect(nextCallState(done, snapshot(ringing), caller)).toBe(done);
  });
});
