import { expect, test } from "vitest";
import type { Signal } from "@/lib/contracts/calls";
import { foldCandidates } from "./call-client-fold";

const sdp = "v=0\r\ns=-\r\nm=audio 9 UDP 111\r\na=mid:0\r\nm=application 9 UDP\r\na=mid:1\r\n";
const offer: Signal = { generation: 1, data: { type: "offer", sdp } };
const candidate = (text: string, sdpMLineIndex: number): Signal => ({
  generation: 1,
  data: { type: "candidate", candidate: { candidate: text, sdpMLineIndex, sdpMid: `${sdpMLineIndex}` } },
});

test("candidates travel inside the offer, each in its media section, in their order", () => {
  const held = [offer, candidate("candidate:1", 0), candidate("candidate:2", 1), candidate("candidate:3", 0)];
  expect(foldCandidates(held)).toEqual([
    {
      generation: 1,
      data: {
        type: "offer",
        sdp: "v=0\r\ns=-\r\nm=audio 9 UDP 111\r\na=mid:0\r\na=candidate:1\r\na=candidate:3\r\nm=application 9 UDP\r\na=mid:1\r\na=candidate:2\r\n",
      },
    },
  ]);
});

test("what is no candidate with a place goes on by itself", () => {
  const last = candidate("", 0);
  const renegotiate: Signal = { generation: 1, data: { type: "renegotiate", renegotiate: true } };
  expect(foldCandidates([offer, last, renegotiate])).toEqual([offer, last, renegotiate]);
});

test("without a description first, nothing changes", () => {
  const held = [candidate("candidate:1", 0), offer];
  expect(foldCandidates(held)).toBe(held);
  expect(foldCandidates([])).toEqual([]);
});
