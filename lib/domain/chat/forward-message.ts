import { randomUUID } from "node:crypto";
import { ForwardMessageInput, Message, MessageType } from "@/lib/contracts/chat";
import type { Context, Tx } from "@/lib/domain/context";
import { isUniqueViolation, refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { messageParty, participant } from "@/lib/domain/rules";
import { copyUpload } from "@/lib/domain/uploads";
import { refuseDeleted } from "./change-message";
import { announceMessage, fillSlot, type PostedMessage, takeSlot } from "./post-message";
import { toMessage } from "./present";
import { storedMessage } from "./send-message";
import { conversationWith } from "./start-conversation";

/**
 * Sends a copy of a message, marked as forwarded: its text, and its file as a row of its own over the same bytes.
 * Who wrote it first is not told. Errors: `not_found` (the message, the conversation or the person) ·
 * `forbidden` (a call, blocked_by_me, unreachable) · `conflict` (deleted, or client_id used in another conversation)
 */
export const forwardMessage = operation({
  name: "message.forward",
  summary: "Forward a message to another conversation or person",
  rest: "POST /chat/messages/{message_id}/forward",
  done: "message_sent",
  refuses: ["not_found", "forbidden", "conflict"],
  input: ForwardMessageInput,
  output: Message,
  allow: messageParty,
  limits: [{ points: 60, seconds: 60, by: "person" }],
  async run(ctx, { message_id, conversation_id, user_id, client_id = randomUUID() }) {
    if (conversation_id !== undefined) await participant(ctx, { conversation_id });
    const to = conversation_id ?? (await conversationWith(ctx, user_id ?? 0));
    const earlier = await storedMessage(ctx, to, client_id);
    if (earlier) return earlier;
    try {
      const posted = await ctx.transaction((tx) => copyInto(ctx, tx, { message_id, client_id, to }));
      announceMessage(ctx, posted);
      return toMessage(posted, [], ctx);
    } catch (error) {
      const twin = isUniqueViolation(error) ? await storedMessage(ctx, to, client_id) : null;
      if (!twin) throw error;
      return twin;
    }
  },
});

type Copy = { message_id: number; client_id: string; to: number };

async function copyInto(ctx: Context, tx: Tx, { message_id, client_id, to }: Copy): Promise<PostedMessage> {
  const at = ctx.now();
  const senderId = ctx.actor.id;
  const sql = ctx.hot.within(tx);
  const slot = await takeSlot(sql, to, senderId, at);
  if (slot.reach !== "open") throw refuse("forbidden", slot.reach);
  const source = await tx.message.findUniqueOrThrow({ where: { id: message_id } });
  refuseDeleted(source);
  if (source.type === "call") throw refuse("forbidden", "not_forwardable");
  const type = MessageType.parse(source.type);
  const upload = (await copyUpload(tx, { messageId: message_id, ownerId: senderId, at })) ?? undefined;
  // Deleted since it was read.
  if (type !== "text" && !upload) throw refuse("conflict", "message_deleted");
  return fillSlot(ctx, sql, slot, {
    senderId,
    type,
    body: source.body,
    clientId: client_id,
    forwarded: true,
    upload,
    at,
  });
}
