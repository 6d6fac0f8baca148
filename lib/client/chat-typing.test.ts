import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createTypingListener, createTypingSpeaker } from "./chat-typing";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("says typing at most every 3 s, and the end at once", () => {
  const say = vi.fn();
  const speak = createTypingSpeaker(say);
  speak(7, true);
  vi.advanceTimersByTime(2999);
  speak(7, true);
  expect(say.mock.calls).toEqual([[7, true]]);
  vi.advanceTimersByTime(1);
  speak(7, true);
  speak(7, false);
  speak(7, false);
  expect(say.mock.calls.slice(1)).toEqual([
    [7, true],
    [7, false],
  ]);
});

test("shows typing for 6 s after it was last heard", () => {
  const show = vi.fn();
  const hear = createTypingListener(show);
  hear(7, true);
  vi.advanceTimersByTime(5000);
  hear(7, true);
  vi.advanceTimersByTime(5999);
  expect(show).not.toHaveBeenCalledWith(7, false);
  vi.advanceTimersByTime(1);
  expect(show).toHaveBeenLastCalledWith(7, false);
});
