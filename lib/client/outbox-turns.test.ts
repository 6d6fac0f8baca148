import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeTurn } from "./outbox-turns";
import { fakeLocks } from "./testing/locks";

let locks: ReturnType<typeof fakeLocks>;
const done: string[] = [];
/** Somebody who takes a turn and ends it when told. */
function worker(name: string, isAlive = () => false) {
  let end: () => void = () => {};
  const work = () =>
    new Promise<string>((resolve) => {
      done.push(`${name} begins`);
      end = () => resolve(name);
    });
  const turn = takeTurn("turn", work, isAlive).then((what) => void done.push(`${what} ends`));
  return { turn, end: () => end() };
}

beforeEach(() => {
  vi.useFakeTimers();
  done.length = 0;
  locks = fakeLocks();
  vi.stubGlobal("navigator", { locks: locks.locks });
  // Fake timers do not reach AbortSignal's own.
  vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    const late = new AbortController();
    setTimeout(() => late.abort(), ms);
    return late.signal;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test("one after the other", async () => {
  const first = worker("first");
  const second = worker("second");
  await vi.advanceTimersByTimeAsync(5000);
  expect(done).toEqual(["first begins"]);
  first.end();
  await vi.advanceTimersByTimeAsync(0);
  second.end();
  await vi.advanceTimersByTimeAsync(0);
  expect(done).toEqual(["first begins", "second begins", "first ends", "second ends"]);
});

test("nobody waits for a tab that is gone", async () => {
  worker("dead");
  worker("second");
  locks.die("turn");
  expect(done).toEqual(["dead begins", "second begins"]);
});

test("a suspended tab loses its turn after ten seconds, and still hears the end of its own work", async () => {
  const asleep = worker("asleep");
  worker("second");
  await vi.advanceTimersByTimeAsync(9990);
  expect(done).toEqual(["asleep begins"]);
  await vi.advanceTimersByTimeAsync(20);
  expect(done).toEqual(["asleep begins", "second begins"]);
  asleep.end();
  await asleep.turn;
  expect(done.at(-1)).toBe("asleep ends");
});

test("a tab that is heard of keeps its turn as long as it takes", async () => {
  let alive = true;
  worker("slow");
  worker("second", () => alive);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(done).toEqual(["slow begins"]);
  alive = false;
  await vi.advanceTimersByTimeAsync(10_010);
  expect(done).toEqual(["slow begins", "second begins"]);
});

test("work that fails tells so, and the next may begin", async () => {
  const failing = takeTurn(
    "turn",
    () => Promise.reject(new Error("failed")),
    () => false,
  );
  await expect(failing).rejects.toThrow("failed");
  worker("second");
  expect(done).toEqual(["second begins"]);
});

test("without Web Locks everybody works at once", async () => {
  vi.stubGlobal("navigator", {});
  worker("first");
  worker("second");
  expect(done).toEqual(["first begins", "second begins"]);
});
