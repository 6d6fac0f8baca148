import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { codesOf, isBusy } from "./error-codes";

/** Lets `places` through at a time, first come, first served. */
export function gate(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}

// Deadlock or serialization failure, as Prisma and PostgreSQL call them.
const passing = new Set<unknown>(["P2034", "40P01", "40001"]);
const ATTEMPTS = 6;
/** How long another process may hold SQLite's file until who waits for it is refused, in milliseconds. */
const BUSY_MS = 5000;
const LONGEST_WAIT_MS = 200;

/** Runs `work` again, ever more patiently, while the database says that another was in the way. */
export async function retried<T>(work: () => Promise<T>): Promise<T> {
  const began = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const again = isBusy(error)
        ? performance.now() - began < BUSY_MS
        : attempt < ATTEMPTS && codesOf(error).some((code) => passing.has(code));
      if (!again) throw error;
      await wait(Math.random() * Math.min(LONGEST_WAIT_MS, 10 * 2 ** attempt));
    }
  }
}

/** Refuses a transaction within a transaction: with one writer it would wait for itself for ever. */
export function notNested(): <T>(work: () => Promise<T>) => Promise<T> {
  const current = new AsyncLocalStorage<{ open: boolean }>();
  return async (work) => {
    if (current.getStore()?.open) throw new Error("A transaction within a transaction: pass the outer `tx` on");
    const mark = { open: true };
    try {
      return await current.run(mark, work);
    } finally {
      mark.open = false;
    }
  };
}
