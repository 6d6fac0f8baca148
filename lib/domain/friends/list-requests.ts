import { Empty } from "@/lib/contracts/common";
import { FriendRequests } from "@/lib/contracts/friends";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { statement } from "@/lib/domain/sql";
import { friendshipColumns, toRequest } from "./announce";

const anyWaiting = statement<[userId: number], { id: number }>(`
  SELECT id AS "id" FROM friendships WHERE low_id = $1 AND accepted_at IS NULL
  UNION ALL SELECT id FROM friendships WHERE high_id = $1 AND accepted_at IS NULL`);

export const listRequests = operation({
  name: "friend.requests",
  summary: "List the friend requests that wait, the newest first.",
  rest: "GET /friends/requests",
  command: "friend:requests",
  input: Empty,
  output: FriendRequests,
  allow: signedIn,
  async run(ctx) {
    const me = ctx.actor.id;
    // After a gap everybody asks, and for hardly anybody one waits.
    if ((await ctx.hot.read.all(anyWaiting, me)).length === 0) return { incoming: [], outgoing: [] };
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
