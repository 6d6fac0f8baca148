import { Conversation } from "@/lib/contracts/chat";
import { PageInput, pageOf } from "@/lib/contracts/common";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { decodeCursor, encodeCursor, position } from "./cursor";
import { conversationInclude, presentConversations } from "./present-conversations";

/** Everything that comes after the cursor's conversation, whatever has moved to the top meanwhile. */
function below(cursor: string) {
  const [milliseconds, digits] = decodeCursor(cursor, /^(\d{1,15})\.(\d{1,10})$/);
  const updatedAt = new Date(Number(milliseconds));
  return { OR: [{ updatedAt: { lt: updatedAt } }, { updatedAt, id: { lt: position(digits) } }] };
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
    // By way of the caller's places: an index finds those, and nobody else's conversations are looked at.
    const found = await ctx.db.participant.findMany({
      where: {
        userId: ctx.actor.id,
        conversation: { lastSeq: { gt: 0 }, ...(cursor !== undefined && below(cursor)) },
      },
      orderBy: [{ conversation: { updatedAt: "desc" } }, { conversationId: "desc" }],
      take: limit + 1,
      select: { conversation: { include: conversationInclude } },
    });
    const rows = found.slice(0, limit).map((place) => place.conversation);
    const last = rows.at(-1);
    return {
      items: await presentConversations(ctx, rows),
      next_cursor: found.length > limit && last ? encodeCursor(last.updatedAt.getTime(), last.id) : null,
    };
  },
});
