import { describe, expect, test } from "vitest";
import { type CallFact, nextCallState } from "./call-client-state";
import { callee, caller, ended, every, ringing, snapshot, younger } from "./testing/call-moments";

describe("facts that do not belong to the moment change nothing", () => {
  const facts: Record<string, [CallFact, (keyof typeof every)[]]> = {
    "reached, for another call": [{ type: "reached", callId: younger.id }, ["outgoing"]],
    reached: [{ type: "reached", callId: ringing.id }, ["idle", "starting", "incoming", "active", "ended"]],
    answer: [{ type: "answer" }, ["idle", "starting", "outgoing", "active", "ended"]],
    "answer failed": [{ type: "answer_failed" }, ["idle", "starting", "outgoing", "active", "ended"]],
    leave: [{ type: "leave" }, ["idle", "ended"]],
    media: [{ type: "media", media: "connected" }, ["idle", "starting", "outgoing", "incoming", "ended"]],
    "a break before anything was heard": [{ type: "media", media: "interrupted" }, ["active"]],
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
