import { randomUUID } from "node:crypto";
import { endCallsOf } from "@/lib/domain/calls";
import type { Actor, Context, Tx } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { discardBytes } from "@/lib/domain/uploads/discard";
import { releaseUnsent } from "@/lib/domain/uploads/rows";
import { acquaintancesOf } from "./announce-profile";
import { announceRevoked, deleteSessions } from "./end-sessions";
import { toUser, userColumns } from "./present";
import { discardPicture } from "./replace-avatar";

/** Leaves only what the others' conversations need: a row without a name, whom nobody can find or be. */
function anonymise(tx: Tx, userId: number, now: Date) {
  return tx.user.update({
    where: { id: userId },
    data: {
      // Longer than a username can be, so nobody can have taken it.
      username: `deleted-${randomUUID()}`,
      name: "—",
      searchText: "",
      passwordHash: "",
      email: null,
      about: "",
      avatarKey: null,
      locale: null,
      hidePresence: true,
      relayOnly: false,
      lastSeenAt: null,
      adminSince: null,
      deletedAt: now,
    },
    select: userColumns,
  });
}

/**
 * Takes a person away: their name, their picture, their friends and sessions; what they wrote stays with whom they
 * wrote to. `hold` keeps their row for the transaction and says whether they may still go.
 * @throws `conflict` when they may not
 */
export async function removeAccount(
  ctx: Context<Actor | null>,
  id: number,
  hold: (tx: Tx) => Promise<boolean>,
): Promise<void> {
  const acquaintances = await acquaintancesOf(ctx.db, id);
  const gone = await ctx.transaction(async (tx) => {
    if (!(await hold(tx))) throw refuse("conflict");
    const mine = { OR: [{ lowId: id }, { highId: id }] };
    const { avatarKey } = await tx.user.findUniqueOrThrow({ where: { id }, select: { avatarKey: true } });
    const friendships = await tx.friendship.findMany({ where: mine });
    await tx.friendship.deleteMany({ where: mine });
    await tx.block.deleteMany({ where: { OR: [{ blockerId: id }, { blockedId: id }] } });
    const sessionIds = await deleteSessions(tx, id);
    const unsent = await releaseUnsent(tx, id);
    return { avatarKey, unsent, friendships, sessionIds, row: await anonymise(tx, id, ctx.now()) };
  });
  await discardPicture(ctx, gone.avatarKey);
  await discardBytes(ctx, gone.unsent);
  await endCallsOf(ctx, id);
  announceRevoked(ctx, id, gone.sessionIds);
  for (const { id: requestId, lowId, highId } of gone.friendships) {
    const data = { user_id: id, request_id: requestId };
    ctx.publish({ name: "friend.removed", data, to: [lowId === id ? highId : lowId] });
  }
  if (acquaintances.length > 0) {
    ctx.publish({ name: "user.updated", data: toUser(gone.row, ctx), to: acquaintances });
  }
}
