import type { SqlValue, Statement } from "./context";

/** A statement for `ctx.hot`. Name columns in double quotes (`AS "lastSeq"`): PostgreSQL folds what is bare. */
export function statement<V extends SqlValue[], R = never>(text: string): Statement<V, R> {
  return { text };
}

/** A time as SQLite keeps it; PostgreSQL reads the same as UTC. */
export function timeText(time: Date): string {
  return time.toISOString().replace("Z", "+00:00");
}
