import { Conversation } from "@/lib/contracts/chat";
import { PageInput, pageOf } from "@/lib/contracts/common";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { timeOf } from "@/lib/domain/sql";
import { conversationRows, type ListPlace } from "./conversation-rows";
import { decodeCursor, encodeCursor, position } from "./cursor";
import { presentConversations } from "./present-conversations";

const top: ListPlace = { updatedAt: new Date("9999-12-31T23:59:59.999Z"), id: 0 };

/** Everything that comes after the cursor's conversation, whatever has moved to the top meanwhile. */
function placeOf(cursor: string): ListPlace {
  const [milliseconds, digits] = decodeCursor(cursor, /^(\d{1,15})\.(\d{1,10})$/);
  return { updatedAt: new Date(Math.min(Number(milliseconds), top.updatedAt.getTime())), id: position(digits) };
}

/** The caller's conversations, the one with the newest message first; without a message there is nothing to list. */
export const listConversations = operation({
  name: "conversation.list",
  summary: "List your conversations",
  rest: "GET /chat/conversations",
  command: "conversation:list",
  input: PageInput,
  output: pageOf(Conversation),
  allow: signedIn,
  async run(ctx, { limit, cursor }) {
    const from = cursor === undefined ? top : placeOf(cursor);
    const found = await conversationRows(ctx.hot.read, ctx.actor.id, from, limit + 1);
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return {
      items: await presentConversations(ctx, rows),
      next_cursor: found.length > limit && last ? encodeCursor(timeOf(last.updatedAt).getTime(), last.id) : null,
    };
  },
});
