import { endCallsOf } from "@/lib/domain/calls";
import { refuse } from "@/lib/domain/errors";
import { announceRevoked, deleteSessions } from "@/lib/domain/users/end-sessions";
import { type OperatorContext, personNamed } from "./person";

/**
 * Shuts an account: its sessions and its call end, and nobody signs in to it until it is unlocked. Nothing of it is
 * deleted. Answers whose it is, and how many sessions ended.
 * @throws `not_found` (nobody_named) · `conflict` (already_locked)
 */
export async function lockPerson(ctx: OperatorContext, username: string): Promise<{ id: number; sessions: number }> {
  const id = await personNamed(ctx, username);
  const ended = await ctx.transaction(async (tx) => {
    // The row first: whoever signs in at this moment holds it, and their session is seen below.
    const lockedAt = ctx.now();
    const { count } = await tx.user.updateMany({ where: { id, deletedAt: null, lockedAt: null }, data: { lockedAt } });
    return count === 1 ? deleteSessions(tx, id) : null;
  });
  if (!ended) throw refuse("conflict", "already_locked");
  announceRevoked(ctx, id, ended);
  await endCallsOf(ctx, id);
  return { id, sessions: ended.length };
}

/** @throws `not_found` (nobody_named) · `conflict` (not_locked) */
export async function unlockPerson(ctx: OperatorContext, username: string): Promise<{ id: number }> {
  const id = await personNamed(ctx, username);
  const { count } = await ctx.transaction((tx) =>
    tx.user.updateMany({ where: { id, lockedAt: { not: null } }, data: { lockedAt: null } }),
  );
  if (count === 0) throw refuse("conflict", "not_locked");
  return { id };
}
