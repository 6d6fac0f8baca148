import type { Sql } from "@/lib/domain/context";
import { statement } from "@/lib/domain/sql";

export type Reach = "open" | "blocked_by_me" | "unreachable";

/** How one person stands to another. */
export interface Standing {
  present: number | boolean;
  byMe: number | boolean;
  byOther: number | boolean;
}

/** Columns of `users u`: how that person stands to `me`. */
export const standingTo = (me: string) => `u.deleted_at IS NULL AS "present",
    EXISTS (SELECT 1 FROM blocks WHERE blocker_id = ${me} AND blocked_id = u.id) AS "byMe",
    EXISTS (SELECT 1 FROM blocks WHERE blocker_id = u.id AND blocked_id = ${me}) AS "byOther"`;

const standing = statement<[me: number, other: number], Standing>(
  `SELECT ${standingTo("$1")} FROM users u WHERE u.id IN ($1, $2)`,
);

/**
 * Whether something new may go from `me` to the other, by how both stand to `me`. Whom the other has blocked is not told:
 * it looks the same as an account that is gone or never was.
 */
export function reachAmong(both: Standing[]): Reach {
  if (both.some(({ byMe }) => byMe)) return "blocked_by_me";
  return both.length === 2 && both.every(({ present, byOther }) => present && !byOther) ? "open" : "unreachable";
}

/** The same for two people of whom only the ids are known. */
export async function reachOf(sql: Sql, me: number, other: number): Promise<Reach> {
  return reachAmong(await sql.all(standing, me, other));
}
