import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "./api";
import { insist } from "./insist";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A question whose answers the test gives one by one. */
function setUp(isWorthwhile = () => true) {
  const asked: { answer(): void; fail(): void }[] = [];
  const question = () =>
    new Promise<void>((resolve, reject) => {
      asked.push({ answer: resolve, fail: () => reject(new ApiError("network", "")) });
    });
  return { asked, insistence: insist(question, isWorthwhile) };
}
const settle = () => vi.advanceTimersByTimeAsync(0);

test("asks once more after an answer that may be older than the last call", async () => {
  const { asked, insistence } = setUp();
  insistence.ask();
  insistence.ask();
  insistence.ask();
  expect(asked).toHaveLength(1);
  asked[0]?.answer();
  await settle();
  expect(asked).toHaveLength(2);
  asked[1]?.answer();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toHaveLength(2);
});

test("asks again when it had no answer, less and less often", async () => {
  const { asked, insistence } = setUp();
  insistence.ask();
  asked[0]?.fail();
  await vi.advanceTimersByTimeAsync(1000);
  asked[1]?.fail();
  await vi.advanceTimersByTimeAsync(1990);
  expect(asked).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(10);
  expect(asked).toHaveLength(3);
});

test("does not ask again where nobody could answer, or after it was stopped", async () => {
  const offline = setUp(() => false);
  offline.insistence.ask();
  offline.asked[0]?.fail();
  const stopped = setUp();
  stopped.insistence.ask();
  stopped.asked[0]?.fail();
  await settle();
  stopped.insistence.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([offline.asked.length, stopped.asked.length]).toEqual([1, 1]);
});
