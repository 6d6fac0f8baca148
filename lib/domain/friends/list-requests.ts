import { Empty } from "@/lib/contracts/common";
import { FriendRequests } from "@/lib/contracts/friends";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { friendshipColumns, toRequest } from "./announce";

export const listRequests = operation({
  name: "friend.requests",
  summary: "List the friend requests that wait, the newest first.",
  rest: "GET /friends/requests",
  input: Empty,
  output: FriendRequests,
  allow: signedIn,
  async run(ctx) {
    const me = ctx.actor.id;
    const rows = await ctx.db.friendship.findMany({
      where: { acceptedAt: null, OR: [{ lowId: me }, { highId: me }] },
      orderBy: { id: "desc" },
      select: friendshipColumns,
    });
    const isOutgoing = (row: { requesterId: number }) => row.requesterId === me;
    return {
      incoming: rows.filter((row) => !isOutgoing(row)).map((row) => toRequest(ctx, row, me)),
      outgoing: rows.filter(isOutgoing).map((row) => toRequest(ctx, row, me)),
    };
  },
});
