import { expect, test, vi } from "vitest";
import type { Call } from "@/lib/contracts/calls";
import type { CallState } from "./call-client-state";
import { tellVoice, voiceTold } from "./call-client-telling";

const call = { id: "call-1" } as Call;
const active = (news: object = {}) =>
  ({ phase: "active", call, media: "connecting", muted: false, trouble: null, leaving: false, ...news }) as CallState;

test("the other side is told at each change, and anew after each connection", () => {
  const send = vi.fn();
  const tell = tellVoice(send);
  const told = () => send.mock.calls.splice(0).map(([, signal]) => voiceTold(signal));
  tell(active());
  expect(told()).toEqual([]);
  tell(active({ muted: true }));
  tell(active({ muted: true }));
  expect(told()).toEqual(["muted"]);
  tell(active({ muted: true, media: "connected" }));
  expect(told()).toEqual(["muted"]);
  tell(active({ media: "connected" }));
  expect(told()).toEqual(["on"]);
  tell(active({ media: "connected", trouble: "missing" }));
  expect(told()).toEqual(["broken"]);
  tell(active({ media: "interrupted", trouble: "missing" }));
  tell(active({ media: "connected", trouble: "missing" }));
  expect(told()).toEqual(["broken"]);
  tell(active({ media: "connected", leaving: true }));
  tell({ phase: "idle", over: null });
  expect(told()).toEqual([]);
});

test("a client that knows of mute only is told of a broken microphone as mute", () => {
  const send = vi.fn();
  tellVoice(send)(active({ trouble: "missing" }));
  expect(send).toHaveBeenCalledWith(call, { generation: 0, data: { type: "muted", muted: true, broken: true } });
});

test("what is no word about the voice is none", () => {
  expect(voiceTold({ generation: 0 })).toBeNull();
  expect(voiceTold({ generation: 0, data: { type: "offer", muted: true } })).toBeNull();
  expect(voiceTold({ generation: 0, data: { type: "muted" } })).toBe("on");
});
