import { AsyncLocalStorage } from "node:async_hooks";
import { setTimeout as wait } from "node:timers/promises";

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

// Deadlock or serialization failure (Prisma, PostgreSQL); SQLite is busy with another process (Prisma, SQLite).
const passing = new Set(["P2034", "40P01", "40001", "P1008", "SQLITE_BUSY"]);
const attempts = 6;

function isPassing(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    "code" in error &&
    typeof error.code === "string" &&
    passing.has(error.code)
  );
}

/** Runs `work` again, a few times and ever more patiently, while the database says that another was in the way. */
export async function retried<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === attempts || !isPassing(error)) throw error;
      await wait(Math.random() * 10 * 2 ** attempt);
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
