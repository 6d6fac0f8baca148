import { Conversation } from "@/lib/contracts/chat";
import { PageInput, pageOf } from "@/lib/contracts/common";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { statement, timeText } from "@/lib/domain/sql";
import { decodeCursor, encodeCursor, position } from "./cursor";
import { conversationInclude, presentConversations } from "./present-conversations";

/** Of a person's conversations in which there is something for them to see, those that come after a place in the list. */
const page = statement<[userId: number, updatedAt: string, id: number, limit: number], { id: number }>(`
  SELECT c.id AS "id" FROM participants p JOIN conversations c ON c.id = p.conversation_id
  WHERE p.user_id = $1 AND c.last_seq > p.cleared_seq
    AND (c.updated_at < $2 OR (c.updated_at = $2 AND c.id < $3))
  ORDER BY c.updated_at DESC, c.id DESC LIMIT $4`);

const top = { updatedAt: new Date("9999-12-31T23:59:59.999Z"), id: 0 };

/** Everything that comes after the cursor's conversation, whatever has moved to the top meanwhile. */
function placeOf(cursor: string) {
  const [milliseconds, digits] = decodeCursor(cursor, /^(\d{1,15})\.(\d{1,10})$/);
  return { updatedAt: new Date(Math.min(Number(milliseconds), top.updatedAt.getTime())), id: position(digits) };
}

/** The caller's conversations, the one with the newest message first; without a message there is nothing to list. */
export const listConversations = operation({
  name: "conversation.list",
  summary: "List your conversations",
  rest: "GET /chat/conversations",
  input: PageInput,
  output: pageOf(Conversation),
  allow: signedIn,
  async run(ctx, { limit, cursor }) {
    const from = cursor === undefined ? top : placeOf(cursor);
    const found = await ctx.hot.read.all(page, ctx.actor.id, timeText(from.updatedAt), from.id, limit + 1);
    const rows = await ctx.db.conversation.findMany({
      where: { id: { in: found.slice(0, limit).map((row) => row.id) } },
      orderBy: [{ updatedAt: "desc" }, { id: "desc" }],
      include: conversationInclude,
    });
    const last = rows.at(-1);
    return {
      items: await presentConversations(ctx, rows),
      next_cursor: found.length > limit && last ? encodeCursor(last.updatedAt.getTime(), last.id) : null,
    };
  },
});
