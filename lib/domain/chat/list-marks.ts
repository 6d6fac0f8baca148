import { pageOf } from "@/lib/contracts/common";
import { ListMarksInput, Mark } from "@/lib/contracts/marks";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { statement } from "@/lib/domain/sql";
import { decodeCursor, encodeCursor, position } from "./cursor";
import { toMark } from "./mark-message";

const changed = statement<[conversationId: number, userId: number, rev: number], { rev: number }>(
  `SELECT marks_rev AS "rev" FROM participants WHERE conversation_id = $1 AND user_id = $2 AND marks_rev > $3`,
);

/** The caller's own marks in a conversation that changed since a rev, ascending: the whole of catching up with them. */
export const listMarks = operation({
  name: "mark.list",
  summary: "List the messages of a conversation that you starred or deleted for yourself",
  rest: "GET /chat/conversations/{conversation_id}/marks",
  command: "mark:list",
  refuses: ["not_found"],
  input: ListMarksInput,
  output: pageOf(Mark),
  allow: participant,
  async run(ctx, { conversation_id, since_rev = 0, cursor, limit }) {
    const since = cursor === undefined ? since_rev : position(decodeCursor(cursor, /^marks\.(\d{1,10})$/)[0]);
    // After a gap everybody asks, and hardly anybody has marked anything.
    if ((await ctx.hot.read.all(changed, conversation_id, ctx.actor.id, since)).length === 0) {
      return { items: [], next_cursor: null };
    }
    const found = await ctx.db.messageMark.findMany({
      where: { userId: ctx.actor.id, conversationId: conversation_id, rev: { gt: since } },
      orderBy: { rev: "asc" },
      take: limit + 1,
    });
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return {
      items: rows.map(toMark),
      next_cursor: found.length > limit && last ? encodeCursor("marks", last.rev) : null,
    };
  },
});
