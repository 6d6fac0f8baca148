import type { SqlValue, Statement } from "./context";

/** A statement for `ctx.hot`. Name columns in double quotes (`AS "lastSeq"`): PostgreSQL folds what is bare. */
export function statement<V extends SqlValue[], R = never>(text: string): Statement<V, R> {
  return { text };
}

/** A time that a statement answered by `CAST(… AS TEXT)`: PostgreSQL writes UTC without saying so. */
export function timeOf(text: string): Date {
  return new Date(text.includes("T") ? text : `${text.replace(" ", "T")}Z`);
}

/** A time as SQLite keeps it; PostgreSQL reads the same as UTC. */
export function timeText(time: Date): string {
  return time.toISOString().replace("Z", "+00:00");
}
