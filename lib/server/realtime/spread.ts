import { setTimeout as wait } from "node:timers/promises";

/** Time for each connection, and for all of them at most, in milliseconds. */
const EACH_MS = 2;
const MOST_MS = 3000;

/** Ends connections spread out over a while, so that they do not all come back in the same moment. */
export async function spread<T>(connections: Iterable<T>, end: (connection: T) => void): Promise<void> {
  const all = [...connections];
  const window = Math.min(MOST_MS, all.length * EACH_MS);
  await Promise.all(all.map((one) => wait(Math.random() * window).then(() => end(one))));
}
