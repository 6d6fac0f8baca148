import { expect, test } from "vitest";
import type { Call, EndReason } from "@/lib/contracts/calls";
import { callWords } from "./call-words";

function call(end_reason: EndReason | null): Call {
  const person = (id: number) => ({ id, name: "", username: "", avatar: null });
  const moment = "2026-01-25T10:00:00.000Z";
  return {
    id: "00000000-0000-4000-8000-000000000000",
    conversation_id: 7,
    caller: person(1),
    callee: person(2),
    status: "ended",
    end_reason,
    created_at: moment,
    ring_expires_at: moment,
    accepted_at: null,
    ended_at: moment,
    duration_s: 61,
    caller_device_id: "device-1",
    callee_device_id: null,
  };
}

test.each([
  ["completed", "outgoing", "incoming", false],
  ["declined", "declined", "declined", false],
  ["cancelled", "cancelled", "missed", true],
  ["missed", "no_answer", "missed", true],
  ["busy", "busy", "missed", true],
  ["failed", "failed", "failed", false],
  [null, "outgoing", "incoming", false],
] as const)("%s is '%s' to the caller and '%s' to the callee", (reason, caller, callee, missed) => {
  expect(callWords(call(reason), 1)).toMatchObject({
    key: `chat.call_line.${caller}`,
    missed: false,
    direction: "outgoing",
  });
  expect(callWords(call(reason), 2)).toMatchObject({ key: `chat.call_line.${callee}`, missed, direction: "incoming" });
});

test("only a call that was answered has a length", () => {
  expect(callWords(call("completed"), 1).seconds).toBe(61);
  expect(callWords(call("failed"), 1).seconds).toBeNull();
});
