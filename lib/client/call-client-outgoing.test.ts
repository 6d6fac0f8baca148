import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Signal } from "@/lib/contracts/calls";
import { createOutgoing, GATHER_MS } from "./call-client-outgoing";

const sdp = "v=0\r\nm=audio 9\r\n";
const offer: Signal = { generation: 1, data: { type: "offer", sdp } };
const path = (candidate: string): Signal => ({ generation: 1, data: { candidate: { candidate, sdpMLineIndex: 0 } } });
const whole = (...candidates: string[]): Signal => ({
  generation: 1,
  data: { type: "offer", sdp: sdp + candidates.map((one) => `a=${one}\r\n`).join("") },
});

function setUp() {
  const sent: Signal[] = [];
  const gate = { open: true };
  const outgoing = createOutgoing({ maySend: () => gate.open, send: (signal) => void sent.push(signal) });
  return { outgoing, sent, gate };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a description and the candidates that follow at once go in one message, later ones as they come", () => {
  const { outgoing, sent } = setUp();
  outgoing.send(offer);
  outgoing.send(path("candidate:1"));
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(GATHER_MS);
  expect(sent).toEqual([whole("candidate:1")]);
  outgoing.send(path("candidate:2"));
  expect(sent).toEqual([whole("candidate:1"), path("candidate:2")]);
});

test("what may not be said yet waits, however long, and goes at once when it may", () => {
  const { outgoing, sent, gate } = setUp();
  gate.open = false;
  outgoing.send(offer);
  outgoing.send(path("candidate:1"));
  vi.advanceTimersByTime(60_000);
  expect(sent).toEqual([]);
  gate.open = true;
  outgoing.flush();
  expect(sent).toEqual([whole("candidate:1")]);
  vi.advanceTimersByTime(GATHER_MS);
  expect(sent).toHaveLength(1);
});

test("a wish for a new offer waits for nothing", () => {
  const { outgoing, sent } = setUp();
  outgoing.send({ generation: 2, restart: true });
  expect(sent).toEqual([{ generation: 2, restart: true }]);
});

test("nothing is said of a peer that has given way meanwhile", () => {
  const { outgoing, sent } = setUp();
  outgoing.send(offer);
  outgoing.drop();
  vi.advanceTimersByTime(GATHER_MS);
  outgoing.flush();
  expect(sent).toEqual([]);
});
