import { ListMessagesInput, Message } from "@/lib/contracts/chat";
import { pageOf } from "@/lib/contracts/common";
import type { Sql } from "@/lib/domain/context";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { statement } from "@/lib/domain/sql";
import { readPage, windowOf } from "./message-page";
import { toMessage } from "./present";
import { readPlaces } from "./read-places";
import { moveRead, receiptStateIn } from "./receipts";
import { seenIn } from "./seen";

const changed = statement<[conversationId: number, rev: number], { id: number }>(
  `SELECT id AS "id" FROM conversations WHERE id = $1 AND rev > $2`,
);

const hasChanged = async (sql: Sql, conversationId: number, rev: number) =>
  (await sql.all(changed, conversationId, rev)).length > 0;

/**
 * One page of a conversation, ascending. Without `before`, `after`, `since_rev`, `cursor` or `peek` it is the newest
 * page, and the caller has then read all of it (`SEEDS.md` B: the only way to read for a client that knows four calls).
 * What the caller has cleared or deleted for themselves is in none. `next_cursor` goes on in the page's own direction. Errors: `not_found` (a message of another conversation).
 */
export const listMessages = operation({
  name: "message.list",
  summary: "List the messages of a conversation",
  rest: "GET /chat/conversations/{conversation_id}/messages",
  command: "message:list",
  refuses: ["not_found"],
  input: ListMessagesInput,
  output: pageOf(Message),
  allow: participant,
  async run(ctx, input) {
    const { conversation_id: conversationId, limit, peek } = input;
    const window = windowOf(input);
    // After a gap everybody asks, and for nearly all of them nothing has changed.
    if (window.kind === "since" && !(await hasChanged(ctx.hot.read, conversationId, window.rev))) {
      return { items: [], next_cursor: null };
    }
    const seen = await seenIn(ctx, conversationId);
    const { rows, next_cursor } = await readPage(ctx.db, seen, window, limit);
    const newest = rows.at(-1);
    // Up to what this answer shows, not up to what has come in since.
    if (window.kind === "newest" && !peek && newest) {
      const state = await receiptStateIn(ctx, conversationId, ctx.actor);
      await moveRead(ctx, state, newest.seq, { ofRequest: true });
    }
    const places = await readPlaces(ctx.db, conversationId, ctx.actor.id);
    return { items: rows.map((row) => toMessage(row, places, ctx)), next_cursor };
  },
});
