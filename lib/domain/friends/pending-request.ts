import type { Context, Tx } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { announceParting, type FriendshipRow, friendshipColumns } from "./announce";

/**
 * A request that waits, seen by `me` from the side named.
 * @throws `not_found` if there is none, it is others', or `me` is on the other side; `conflict` (already_friends)
 */
export async function pendingRequest(
  tx: Tx,
  me: number,
  requestId: number,
  side: "incoming" | "outgoing",
): Promise<FriendshipRow> {
  const row = await tx.friendship.findUnique({ where: { id: requestId }, select: friendshipColumns });
  const isMine = row?.lowId === me || row?.highId === me;
  if (!row || !isMine || (row.requesterId === me) !== (side === "outgoing")) throw refuse("not_found");
  if (row.acceptedAt) throw refuse("conflict", "already_friends");
  return row;
}

/**
 * Makes a waiting request a friendship.
 * @throws `conflict` if it was answered or withdrawn a moment before
 */
export async function acceptPending(tx: Tx, row: FriendshipRow, now: Date): Promise<FriendshipRow> {
  const accepted = await tx.friendship.updateMany({
    where: { id: row.id, acceptedAt: null },
    data: { acceptedAt: now },
  });
  if (accepted.count === 0) throw refuse("conflict");
  // Whom one has made a friend needs no other permission to write.
  await tx.participant.updateMany({
    where: { conversation: { lowId: row.lowId, highId: row.highId }, acceptedAt: null },
    data: { acceptedAt: now },
  });
  return { ...row, acceptedAt: now };
}

/**
 * Takes a waiting request away, for the person on the side named, and tells both people.
 * @throws OperationError as `pendingRequest`, and `conflict` if it was answered or withdrawn a moment before
 */
export async function dropRequest(ctx: Context, requestId: number, side: "incoming" | "outgoing"): Promise<void> {
  const dropped = await ctx.transaction(async (tx) => {
    const pending = await pendingRequest(tx, ctx.actor.id, requestId, side);
    const { count } = await tx.friendship.deleteMany({ where: { id: pending.id, acceptedAt: null } });
    if (count === 0) throw refuse("conflict");
    return pending;
  });
  announceParting(ctx, dropped);
}
