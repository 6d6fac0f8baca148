import { Requested } from "@/lib/contracts/friends";
import { UserRef } from "@/lib/contracts/users";
import type { Tx } from "@/lib/domain/context";
import { refuse, refuseField } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { announceFriendship, announceRequest, type FriendshipRow, friendshipColumns, toRequest } from "./announce";
import { blocksBetween, holdPair, pairOf } from "./pair";
import { acceptPending } from "./pending-request";

/** Whoever has blocked me does not exist for me. */
async function refuseBlocked(tx: Tx, me: number, other: number): Promise<void> {
  const blocks = await blocksBetween(tx, me, other);
  if (blocks.byMe) throw refuse("conflict", "blocked_by_me");
  if (blocks.byOther) throw refuse("not_found");
}

async function ask(tx: Tx, me: number, other: number, now: Date): Promise<FriendshipRow> {
  const pair = pairOf(me, other);
  // Two who ask each other at once come here one after the other.
  if (!(await holdPair(tx, pair))) throw refuse("not_found");
  await refuseBlocked(tx, me, other);
  const existing = await tx.friendship.findUnique({ where: { lowId_highId: pair }, select: friendshipColumns });
  if (existing?.acceptedAt) throw refuse("conflict", "already_friends");
  if (existing?.requesterId === me) throw refuse("conflict", "request_exists");
  // They have asked already: two who ask each other are friends.
  if (existing) return acceptPending(tx, existing, now);
  return tx.friendship.create({ data: { ...pair, requesterId: me, createdAt: now }, select: friendshipColumns });
}

export const requestFriend = operation({
  name: "friend.request",
  summary: "Ask somebody to be your friend; if they have asked you, you are friends from now on.",
  rest: "POST /friends/requests",
  refuses: ["not_found", "conflict"],
  input: UserRef,
  output: Requested,
  allow: signedIn,
  limits: [{ points: 60, seconds: 3600, by: "person" }],
  async run(ctx, input) {
    if (input.user_id === ctx.actor.id) throw refuseField("user_id", "request_self");
    const row = await ctx.transaction((tx) => ask(tx, ctx.actor.id, input.user_id, ctx.now()));
    if (row.acceptedAt) await announceFriendship(ctx, row);
    else announceRequest(ctx, row);
    return { ...toRequest(ctx, row, ctx.actor.id), accepted: row.acceptedAt !== null };
  },
});
