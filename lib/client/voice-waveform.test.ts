import { describe, expect, it } from "vitest";
import { VoiceFields } from "@/lib/contracts/uploads";
import { barsOf, WAVEFORM_STEPS, waveformOf } from "./voice-waveform";

describe("a waveform", () => {
  it("keeps the shape of what was said, loudest at the top", () => {
    const bars = barsOf(waveformOf([0, 0.1, 0.4, 0.1, 0]));
    expect(bars).toHaveLength(5);
    expect(bars.map((bar) => Math.round(bar * 10))).toEqual([0, 5, 10, 5, 0]);
  });

  it("has at most 64 steps, each the loudest of its part, and is one that the server takes", () => {
    const levels = Array.from({ length: 5000 }, (_, i) => (i === 2500 ? 1 : 0.01));
    const bars = barsOf(waveformOf(levels));
    expect(bars).toHaveLength(WAVEFORM_STEPS);
    expect(bars.filter((bar) => bar === 1)).toHaveLength(1);
    expect(bars[32]).toBe(1);
    for (const waveform of [waveformOf(levels), waveformOf([]), waveformOf([0, 0]), waveformOf([1])]) {
      expect(VoiceFields.safeParse({ duration_ms: 1, waveform }).success).toBe(true);
    }
  });

  it("of silence is not drawn up to a roar", () => {
    expect(Math.max(...barsOf(waveformOf([0.001, 0.002, 0.001])))).toBeLessThan(0.2);
  });

  it("that cannot be read is a flat line", () => {
    for (const waveform of [null, "", "%%%"]) expect(new Set(barsOf(waveform)).size).toBe(1);
  });
});
