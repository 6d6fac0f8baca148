import type { ReadDb } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { type UserRow, userColumns } from "@/lib/domain/users/present";
import { blocksBetween } from "./standing";

/**
 * Somebody whom `me` may turn to.
 * @throws `conflict` (blocked_by_me); `not_found`, if they are deleted, have blocked `me`, or never were
 */
export async function reachablePerson(db: Pick<ReadDb, "user" | "block">, me: number, other: number): Promise<UserRow> {
  const person = await db.user.findFirst({ where: { id: other, deletedAt: null }, select: userColumns });
  if (!person) throw refuse("not_found");
  const blocks = await blocksBetween(db, me, other);
  if (blocks.byMe) throw refuse("conflict", "blocked_by_me");
  if (blocks.byOther) throw refuse("not_found");
  return person;
}
