import { pageOf } from "@/lib/contracts/common";
import { OwnListInput } from "@/lib/contracts/friends";
import { User } from "@/lib/contracts/users";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { cutPage, peoplePage, readCursor } from "@/lib/domain/users/people-page";
import { toUser } from "@/lib/domain/users/present";

export const listBlocks = operation({
  name: "block.list",
  summary: "List the people you have blocked, by name.",
  rest: "GET /blocks",
  command: "block:list",
  input: OwnListInput,
  output: pageOf(User),
  allow: signedIn,
  async run(ctx, { limit, cursor }) {
    const filter = { blocksReceived: { some: { blockerId: ctx.actor.id } } };
    const rows = await peoplePage(ctx.db, filter, { after: readCursor(cursor), limit: limit && limit + 1 });
    const { page, next_cursor } = cutPage(rows, limit);
    return { items: page.map((row) => toUser(row, ctx)), next_cursor };
  },
});
