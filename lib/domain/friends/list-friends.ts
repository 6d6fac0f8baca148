import { pageOf } from "@/lib/contracts/common";
import { Friend, OwnListInput } from "@/lib/contracts/friends";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { cutPage, peoplePage, readCursor } from "@/lib/domain/users/people-page";
import { toUser } from "@/lib/domain/users/present";
import { otherOf } from "./pair";
import { presenceOf } from "./presence";

export const listFriends = operation({
  name: "friend.list",
  summary: "List your friends by name, and who of them is there.",
  rest: "GET /friends",
  command: "friend:list",
  input: OwnListInput,
  output: pageOf(Friend),
  allow: signedIn,
  async run(ctx, { limit, cursor }) {
    const me = ctx.actor.id;
    const friendships = await ctx.db.friendship.findMany({
      where: { acceptedAt: { not: null }, OR: [{ lowId: me }, { highId: me }] },
      select: { lowId: true, highId: true, acceptedAt: true, createdAt: true },
    });
    const since = new Map(friendships.map((row) => [otherOf(row, me), row.acceptedAt ?? row.createdAt]));
    const filter = { id: { in: [...since.keys()] } };
    const rows = await peoplePage(ctx.db, filter, { after: readCursor(cursor), limit: limit && limit + 1 });
    const { page, next_cursor } = cutPage(rows, limit);
    const presences = await presenceOf(
      ctx,
      page.map((row) => row.id),
    );
    const items = page.flatMap((row) => {
      const presence = presences.get(row.id);
      const moment = since.get(row.id);
      return presence && moment ? [{ ...toUser(row, ctx), ...presence, since: moment.toISOString() }] : [];
    });
    return { items, next_cursor };
  },
});
