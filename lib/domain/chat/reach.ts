import type { Sql } from "@/lib/domain/context";
import { statement } from "@/lib/domain/sql";

type Counts = { present: number; byMe: number; byOther: number };

const standing = statement<[me: number, other: number], Counts>(`
  SELECT (SELECT CAST(count(*) AS INTEGER) FROM users WHERE id IN ($1, $2) AND deleted_at IS NULL) AS "present",
    (SELECT CAST(count(*) AS INTEGER) FROM blocks WHERE blocker_id = $1 AND blocked_id = $2) AS "byMe",
    (SELECT CAST(count(*) AS INTEGER) FROM blocks WHERE blocker_id = $2 AND blocked_id = $1) AS "byOther"`);

/**
 * Whether something new may go from `me` to `other`. Whom the other has blocked is not told:
 * it looks the same as an account that is gone or never was.
 */
export async function reachOf(sql: Sql, me: number, other: number): Promise<"open" | "blocked_by_me" | "unreachable"> {
  const [found] = await sql.all(standing, me, other);
  if (found?.byMe) return "blocked_by_me";
  return found?.present === 2 && !found.byOther ? "open" : "unreachable";
}
