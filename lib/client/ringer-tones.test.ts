import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { playTone, type Sound } from "./ringer-tones";

function fakeContext() {
  const struck: { hertz: number; start: number; stop: number }[] = [];
  const disconnect = vi.fn();
  const param = () => ({
    value: 0,
    setValueAtTime: vi.fn(),
    linearRampToValueAtTime: vi.fn(),
    exponentialRampToValueAtTime: vi.fn(),
  });
  const context = {
    currentTime: 10,
    destination: {},
    createGain: () => ({ gain: param(), connect: vi.fn((to: unknown) => to), disconnect }),
    createOscillator() {
      const note = { hertz: 0, start: 0, stop: 0 };
      const frequency = param();
      return {
        frequency,
        connect: (to: unknown) => to,
        start(at: number) {
          Object.assign(note, { hertz: frequency.value, start: at });
          struck.push(note);
        },
        stop: (at: number) => Object.assign(note, { stop: at }),
      };
    },
  } as unknown as AudioContext;
  return { context, struck, disconnect };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a tone", () => {
  test.each([
    ["busy", [425, 425, 425, 425]],
    ["end", [520, 390]],
    ["sample", [587.33, 1174.66, 880, 1760, 739.99, 1479.98]],
  ] as [Sound, number[]][])("of %s is heard once, and every note of it ends by itself", (sound, hertz) => {
    const { context, struck } = fakeContext();
    playTone(context, sound);
    vi.advanceTimersByTime(60_000);
    expect(struck.map((note) => note.hertz)).toEqual(hertz);
    for (const note of struck) expect(note.stop).toBeGreaterThan(note.start);
    expect(Math.max(...struck.map((note) => note.stop))).toBeLessThan(context.currentTime + 3);
  });

  test.each(["ring", "ringback"] as const)("of %s goes on until it is silenced, and then at once no more", (sound) => {
    const { context, struck, disconnect } = fakeContext();
    const silence = playTone(context, sound);
    const once = struck.length;
    vi.advanceTimersByTime(10_000);
    expect(struck.length).toBeGreaterThan(once);
    silence();
    expect(disconnect).toHaveBeenCalledTimes(1);
    const after = struck.length;
    vi.advanceTimersByTime(60_000);
    expect(struck).toHaveLength(after);
  });
});
