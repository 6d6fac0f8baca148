import type { Sql } from "@/lib/domain/context";
import { statement } from "@/lib/domain/sql";

export type Reach = "open" | "blocked_by_me" | "unreachable";

/** What decides whether a person can be reached, as the columns of `reachColumns` say. */
export interface ReachRow {
  /** their account is there */
  present: number | boolean;
  blockedByMe: number | boolean;
  hasBlockedMe: number | boolean;
}

/** The columns of a `ReachRow` for a query over `users u`; `me` is the SQL of the caller's id. */
export const reachColumns = (me: string) => `u.deleted_at IS NULL AS "present",
    EXISTS (SELECT 1 FROM blocks WHERE blocker_id = ${me} AND blocked_id = u.id) AS "blockedByMe",
    EXISTS (SELECT 1 FROM blocks WHERE blocker_id = u.id AND blocked_id = ${me}) AS "hasBlockedMe"`;

const rowsOfPair = statement<[me: number, other: number], ReachRow>(
  `SELECT ${reachColumns("$1")} FROM users u WHERE u.id IN ($1, $2)`,
);

/**
 * Whether something new may go from the caller to the other of these two. A caller whom the other has blocked is not told
 * so: the answer is the same as for an account that is gone or never was.
 */
export function reachAmong(both: ReachRow[]): Reach {
  if (both.some(({ blockedByMe }) => blockedByMe)) return "blocked_by_me";
  return both.length === 2 && both.every(({ present, hasBlockedMe }) => present && !hasBlockedMe)
    ? "open"
    : "unreachable";
}

/** The same for two people of whom only the ids are known. */
export async function reachOf(sql: Sql, me: number, other: number): Promise<Reach> {
  return reachAmong(await sql.all(rowsOfPair, me, other));
}
