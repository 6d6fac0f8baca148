import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CallEvent, type CallState, type Transition, transition } from "./transition";

const start = Date.UTC(2026, 0, 25, 10, 0, 0);
const expires = new Date(start + 45_000);
const early = new Date(start + 10_000);
const late = new Date(start + 45_000);

const ringing: CallState = { status: "ringing", callerDevice: "caller-tab", ringExpiresAt: expires };
const accepted: CallState = {
  status: "accepted",
  callerDevice: "caller-tab",
  calleeDevice: "callee-tab",
  acceptedAt: early,
};
const over: CallState = { status: "ended", endReason: "missed", acceptedAt: null, endedAt: late };
const states = { ringing, accepted, ended: over };

const say = (result: Transition) =>
  result.kind === "next"
    ? result.state.status === "ended"
      ? `ended(${result.state.endReason})`
      : `accepted(${result.state.calleeDevice})`
    : result.kind === "refused"
      ? result.refusal
      : result.kind;

/** event × who → what it does to [ringing, accepted, ended] */
const table: Record<string, [CallEvent, string, string, string]> = {
  "accept by the caller": [
    { type: "accept", by: "caller", device: "caller-tab", at: early },
    "wrong_role",
    "wrong_role",
    "wrong_role",
  ],
  "accept by the callee": [
    { type: "accept", by: "callee", device: "callee-tab", at: early },
    "accepted(callee-tab)",
    "same",
    "call_over",
  ],
  "accept by the callee's other tab": [
    { type: "accept", by: "callee", device: "second-tab", at: early },
    "accepted(second-tab)",
    "call_lost_race",
    "call_over",
  ],
  "accept after the ring": [
    { type: "accept", by: "callee", device: "second-tab", at: late },
    "call_over",
    "call_lost_race",
    "call_over",
  ],
  "decline by the caller": [
    { type: "decline", by: "caller", device: "caller-tab", at: early },
    "wrong_role",
    "wrong_role",
    "wrong_role",
  ],
  "decline by the callee": [
    { type: "decline", by: "callee", device: "second-tab", at: early },
    "ended(declined)",
    "call_lost_race",
    "call_over",
  ],
  "cancel by the caller": [
    { type: "cancel", by: "caller", device: "caller-tab", at: early },
    "ended(cancelled)",
    "call_lost_race",
    "call_over",
  ],
  "cancel by the caller's other tab": [
    { type: "cancel", by: "caller", device: "second-tab", at: early },
    "device_not_bound",
    "call_lost_race",
    "call_over",
  ],
  "cancel by the callee": [
    { type: "cancel", by: "callee", device: "callee-tab", at: early },
    "wrong_role",
    "wrong_role",
    "wrong_role",
  ],
  "hangup by the caller": [
    { type: "hangup", by: "caller", device: "caller-tab", failed: false, at: early },
    "ended(cancelled)",
    "ended(completed)",
    "call_over",
  ],
  "hangup by the caller's other tab": [
    { type: "hangup", by: "caller", device: "second-tab", failed: false, at: early },
    "device_not_bound",
    "device_not_bound",
    "call_over",
  ],
  "hangup by the callee": [
    { type: "hangup", by: "callee", device: "callee-tab", failed: false, at: early },
    "ended(declined)",
    "ended(completed)",
    "call_over",
  ],
  "hangup by the callee who finds no way": [
    { type: "hangup", by: "callee", device: "callee-tab", failed: true, at: early },
    "ended(declined)",
    "ended(failed)",
    "call_over",
  ],
  "hangup by the caller who finds no way": [
    { type: "hangup", by: "caller", device: "caller-tab", failed: true, at: early },
    "ended(cancelled)",
    "ended(failed)",
    "call_over",
  ],
  "hangup by the callee's other tab": [
    { type: "hangup", by: "callee", device: "second-tab", failed: false, at: early },
    "ended(declined)",
    "device_not_bound",
    "call_over",
  ],
  "parted by the caller": [
    { type: "parted", by: "caller", at: early },
    "ended(cancelled)",
    "ended(completed)",
    "call_over",
  ],
  "parted by the callee": [
    { type: "parted", by: "callee", at: early },
    "ended(declined)",
    "ended(completed)",
    "call_over",
  ],
  "ring_expired in time": [{ type: "ring_expired", at: late }, "ended(missed)", "not_due", "call_over"],
  "ring_expired too early": [{ type: "ring_expired", at: early }, "not_due", "not_due", "call_over"],
  "device_gone of the caller": [
    { type: "device_gone", role: "caller", unseenSince: early, at: late },
    "ended(cancelled)",
    "ended(failed)",
    "call_over",
  ],
  "device_gone of the callee": [
    { type: "device_gone", role: "callee", unseenSince: early, at: late },
    "not_due",
    "ended(failed)",
    "call_over",
  ],
};

describe("transition", () => {
  for (const [name, [event, ...answers]] of Object.entries(table)) {
    for (const [index, state] of [ringing, accepted, over].entries()) {
      it(`${name} while ${state.status}: ${answers[index]}`, () => {
        expect(say(transition(state, event))).toBe(answers[index]);
      });
    }
  }

  it("has a row of the table for every event and role", () => {
    const seen = new Set(Object.values(table).map(([event]) => `${event.type} ${subject(event)}`));
    const commands = ["accept", "decline", "cancel", "hangup", "parted", "device_gone"];
    const expected = commands.flatMap((type) => [`${type} caller`, `${type} callee`]);
    expect([...seen].sort()).toEqual([...expected, "ring_expired "].sort());
  });

  const at = fc.integer({ min: 0, max: 90_000 }).map((ms) => new Date(start + ms));
  const role = fc.constantFrom("caller" as const, "callee" as const);
  const device = fc.constantFrom("caller-tab", "callee-tab", "second-tab");
  const command = fc.constantFrom("accept" as const, "decline" as const, "cancel" as const);
  const event: fc.Arbitrary<CallEvent> = fc.oneof(
    fc.record({ type: command, by: role, device, at }),
    fc.record({ type: fc.constant("hangup" as const), by: role, device, failed: fc.boolean(), at }),
    fc.record({ type: fc.constant("parted" as const), by: role, at }),
    fc.record({ type: fc.constant("ring_expired" as const), at }),
    fc.record({ type: fc.constant("device_gone" as const), role, unseenSince: at, at }),
  );

  it("keeps its promises over every history", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let state: CallState = states.ringing;
        let talked: Date | null = null;
        for (const happening of events) {
          const result = transition(state, happening);
          if (state.status === "ended") expect(result.kind).toBe("refused");
          if (result.kind !== "next") continue;
          if (result.state.status === "accepted") {
            expect(state.status).toBe("ringing");
            expect(result.state.callerDevice).toBe("caller-tab");
            talked = result.state.acceptedAt;
          } else {
            expect(result.state.acceptedAt).toBe(talked);
            expect(["completed", "failed"].includes(result.state.endReason)).toBe(talked !== null);
            expect(result.state.endedAt).toBe(happening.at);
          }
          state = result.state;
        }
        expect("endReason" in state).toBe(state.status === "ended");
      }),
    );
  });
});

function subject(event: CallEvent): string {
  return "by" in event ? event.by : "role" in event ? event.role : "";
}
