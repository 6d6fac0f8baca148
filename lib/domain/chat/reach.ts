import type { ReadDb } from "@/lib/domain/context";
import { blocksBetween } from "@/lib/domain/friends/standing";

/**
 * Whether something new may go from `me` to `other`. Whom the other has blocked is not told:
 * it looks the same as an account that is gone or never was.
 */
export async function reachOf(
  db: Pick<ReadDb, "block" | "user">,
  me: number,
  other: number,
): Promise<"open" | "blocked_by_me" | "unreachable"> {
  const present = await db.user.count({ where: { id: { in: [me, other] }, deletedAt: null } });
  const { byMe, byOther } = await blocksBetween(db, me, other);
  if (byMe) return "blocked_by_me";
  return present < 2 || byOther ? "unreachable" : "open";
}
