import { ListMessagesInput, Message } from "@/lib/contracts/chat";
import { pageOf } from "@/lib/contracts/common";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { readPage, windowOf } from "./message-page";
import { toMessage } from "./present";
import { readPlaces } from "./read-places";
import { moveRead } from "./receipts";
import { seenIn } from "./seen";

/**
 * One page of a conversation, ascending. Without `before`, `after`, `since_rev`, `cursor` or `peek` it is the newest
 * page, and the caller has then read all of it (`SEEDS.md` B: the only way to read for a client that knows four calls).
 * What the caller has cleared or deleted for themselves is in none. `next_cursor` goes on in the page's own direction. Errors: `not_found` (a message of another conversation).
 */
export const listMessages = operation({
  name: "message.list",
  summary: "List the messages of a conversation",
  rest: "GET /chat/conversations/{conversation_id}/messages",
  refuses: ["not_found"],
  input: ListMessagesInput,
  output: pageOf(Message),
  allow: participant,
  async run(ctx, input) {
    const { conversation_id: conversationId, limit, peek } = input;
    const window = windowOf(input);
    const seen = await seenIn(ctx, conversationId);
    const { rows, next_cursor } = await readPage(ctx.db, seen, window, limit);
    const newest = rows.at(-1);
    // Up to what this answer shows, not up to what has come in since.
    if (window.kind === "newest" && !peek && newest) {
      await moveRead(ctx, conversationId, newest.seq, { ofRequest: true });
    }
    const places = await readPlaces(ctx.db, conversationId, ctx.actor.id);
    return { items: rows.map((row) => toMessage(row, places, ctx)), next_cursor };
  },
});
