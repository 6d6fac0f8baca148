import { describe, expect, test } from "vitest";
import type { Call } from "@/lib/contracts/calls";
import { type CallFact, type CallState, idle, nextCallState } from "./call-client-state";
import {
  accepted,
  after,
  ahmed,
  backwards,
  callee,
  caller,
  ended,
  every,
  otherTab,
  ringing,
  sara,
  snapshot,
  start,
  younger,
} from "./testing/call-moments";

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

  test("is still known to ring there after a reload", () => {
    expect(after(caller, { ...snapshot(ringing), reached: true })).toMatchObject({ phase: "outgoing", reached: true });
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

  test("that had come up is sought again after a reload, and one that had not still comes up", () => {
    expect(after(callee, { ...snapshot(accepted, 5), connected: true })).toMatchObject({
      media: "interrupted",
      since: 5,
    });
    expect(after(callee, { ...snapshot(accepted, 5), connected: false })).toMatchObject({ media: "connecting" });
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
