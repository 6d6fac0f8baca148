import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { AttachmentKind, Message, SendMessageInput } from "@/lib/contracts/chat";
import type { Actor, Context } from "@/lib/domain/context";
import { isUniqueViolation, refuse, refuseField } from "@/lib/domain/errors";
import { operation, type Rule } from "@/lib/domain/operation";
import { statement } from "@/lib/domain/sql";
import { dropUpload, keepFile, type StoredUpload } from "@/lib/domain/uploads/create-upload";
import { announceMessage, fillSlot, takeSlot } from "./post-message";
import { messageInclude, type QuoteRow, quoteColumns, toMessage } from "./present";
import { readPlaces } from "./read-places";
import { seenIn } from "./seen";

/** Who sends, and the message that they have stored under this client_id. */
interface Sender extends Actor {
  storedId: number | null;
}

// Asked together, because each question waits for an answer of its own.
const senderOf = statement<[conversationId: number, userId: number, clientId: string], { storedId: number | null }>(`
  SELECT (SELECT m.id FROM messages m WHERE m.sender_id = p.user_id AND m.client_id = $3) AS "storedId"
  FROM participants p JOIN users u ON u.id = p.user_id
  WHERE p.conversation_id = $1 AND p.user_id = $2 AND u.deleted_at IS NULL`);

/** As `participant`. */
const sender: Rule<Sender, z.output<typeof SendMessageInput>> = async (ctx, { conversation_id, client_id }) => {
  if (!ctx.actor) throw refuse("unauthenticated");
  const [found] = await ctx.hot.read.all(senderOf, conversation_id, ctx.actor.id, client_id ?? "");
  if (!found) throw refuse("not_found");
  return { ...ctx.actor, ...found };
};

const idOf = statement<[senderId: number, clientId: string], { id: number }>(`
  SELECT id AS "id" FROM messages WHERE sender_id = $1 AND client_id = $2`);

/** What this sender has stored under this client_id; null when nothing yet. */
export async function storedMessage(ctx: Context, conversationId: number, clientId: string): Promise<Message | null> {
  const [known] = await ctx.hot.read.all(idOf, ctx.actor.id, clientId);
  return known ? messageOf(ctx, conversationId, known.id) : null;
}

async function messageOf(ctx: Context, conversationId: number, id: number): Promise<Message | null> {
  const row = await ctx.db.message.findUnique({ where: { id }, include: messageInclude });
  if (!row) return null;
  if (row.conversationId !== conversationId) throw refuse("conflict");
  return toMessage(row, await readPlaces(ctx.db, conversationId, ctx.actor.id), ctx);
}

/** What is answered: it is there for the caller, in the same conversation. Deleted a moment later, it shows as that. */
async function quoteOf(ctx: Context, conversationId: number, id: number): Promise<QuoteRow> {
  const where = { AND: [await seenIn(ctx, conversationId), { id, deletedAt: null }] };
  const quote = await ctx.db.message.findFirst({ where, select: quoteColumns });
  if (!quote) throw refuseField("reply_to_id", "reply_gone");
  return quote;
}

/** The file of a message that is being sent: one that was uploaded before, or one that comes with it. */
async function fileOf(ctx: Context, input: z.output<typeof SendMessageInput>): Promise<StoredUpload | undefined> {
  if (input.file) return keepFile(ctx, input.file);
  if (input.upload_id === undefined) return undefined;
  const upload = await ctx.db.upload.findUnique({ where: { id: input.upload_id, ownerId: ctx.actor.id } });
  if (!upload) throw refuse("not_found", "upload_gone");
  return upload;
}

/**
 * Stores a message and tells both people. The same `client_id` again answers the stored one, whatever has
 * changed since, and tells nobody.
 * Errors: `forbidden` (blocked_by_me, unreachable) · `conflict` (client_id used in another conversation, upload_used) ·
 * `validation_failed` (what it answers is deleted, or was never said here) · `not_found` (upload_gone) · for a `file`
 * those of `upload.create`
 */
export const sendMessage = operation({
  name: "message.send",
  summary: "Send a message",
  rest: "POST /chat/conversations/{conversation_id}/messages",
  command: "message:send",
  done: "message_sent",
  refuses: ["not_found", "forbidden", "conflict"],
  input: SendMessageInput,
  output: Message,
  allow: sender,
  limits: [{ points: 120, seconds: 60, by: "person" }],
  async run(ctx, input) {
    const { conversation_id, client_id } = input;
    // Asked first: whose acknowledgement was lost must hear "stored", even if a block came in between.
    const { storedId } = ctx.actor;
    const earlier = storedId && (await messageOf(ctx, conversation_id, storedId));
    if (earlier) return earlier;
    const clientId = client_id ?? randomUUID();
    const senderId = ctx.actor.id;
    const replyTo =
      input.reply_to_id === undefined ? undefined : await quoteOf(ctx, conversation_id, input.reply_to_id);
    const upload = await fileOf(ctx, input);
    const type = upload ? AttachmentKind.parse(upload.kind) : "text";
    const body = input.message ?? "";
    try {
      const posted = await ctx.hot.transaction(async (sql) => {
        const at = ctx.now();
        const slot = await takeSlot(sql, conversation_id, senderId, at);
        if (slot.reach !== "open") throw refuse("forbidden", slot.reach);
        return fillSlot(ctx, sql, slot, { senderId, type, body, clientId, replyTo, upload, at });
      }, conversation_id);
      announceMessage(ctx, posted);
      return toMessage(posted, [], ctx);
    } catch (error) {
      // Nobody knows the id of a file that came with the message.
      if (input.file && upload) await dropUpload(ctx, upload);
      // A twin was stored between the question and the writing; its transaction told both people.
      const twin = isUniqueViolation(error) ? await storedMessage(ctx, conversation_id, clientId) : null;
      if (!twin) throw error;
      return twin;
    }
  },
});
