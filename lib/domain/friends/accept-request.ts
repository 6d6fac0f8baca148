import { Friend, RequestRef } from "@/lib/contracts/friends";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { announceFriendship, toRequest } from "./announce";
import { holdPair } from "./pair";
import { acceptPending, pendingRequest } from "./pending-request";
import { presenceOf } from "./presence";

export const acceptRequest = operation({
  name: "friend.accept",
  summary: "Accept a friend request that you were sent.",
  rest: "POST /friends/requests/{request_id}/accept",
  refuses: ["not_found", "conflict"],
  input: RequestRef,
  output: Friend,
  allow: signedIn,
  async run(ctx, input) {
    const now = ctx.now();
    const row = await ctx.transaction(async (tx) => {
      const pending = await pendingRequest(tx, ctx.actor.id, input.request_id, "incoming");
      if (!(await holdPair(tx, pending))) throw refuse("not_found");
      return acceptPending(tx, pending, now);
    });
    await announceFriendship(ctx, row);
    const { user } = toRequest(ctx, row, ctx.actor.id);
    const presence = (await presenceOf(ctx, [user.id])).get(user.id);
    return { ...user, online: false, last_seen_at: null, ...presence, since: now.toISOString() };
  },
});
