import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { retried } from "./transactions";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

/** Each try takes half a second of the clock. */
const failing = (code: string) =>
  vi.fn(async () => {
    vi.advanceTimersByTime(500);
    throw Object.assign(new Error(code), { code });
  });

it.each([
  ["SQLITE_BUSY", 10, "waits five seconds for a process that holds SQLite's file"],
  ["P1008", 10, "also as Prisma calls it"],
  ["40001", 6, "tries again a few times where others were faster"],
  ["23505", 1, "tries once what will not change"],
])("%s is tried %i times: %s", async (code, tries) => {
  const work = failing(code);
  await expect(retried(work)).rejects.toMatchObject({ code });
  expect(work).toHaveBeenCalledTimes(tries);
});
