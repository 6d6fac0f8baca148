import { randomUUID } from "node:crypto";
import { Message, SendMessageInput } from "@/lib/contracts/chat";
import type { Context, Tx } from "@/lib/domain/context";
import { isUniqueViolation, refuse, refuseField } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { announceMessage, fillSlot, takeSlot } from "./post-message";
import { messageInclude, toMessage } from "./present";
import { reachOf } from "./reach";
import { seenIn } from "./seen";

/** What this sender has stored under this client_id; null when nothing yet. */
export async function storedMessage(ctx: Context, conversationId: number, clientId: string): Promise<Message | null> {
  const row = await ctx.db.message.findUnique({
    where: { senderId_clientId: { senderId: ctx.actor.id, clientId } },
    include: messageInclude,
  });
  if (!row) return null;
  if (row.conversationId !== conversationId) throw refuse("conflict");
  const places = await ctx.db.participant.findMany({
    where: { conversationId },
    select: { userId: true, lastReadSeq: true },
  });
  return toMessage(row, places, ctx);
}

/** One answers what is there for oneself, in the same conversation. */
async function refuseBadReply(ctx: Context, tx: Tx, to: { conversation_id: number; replyToId: number }) {
  const seen = await seenIn({ db: tx, actor: ctx.actor }, to.conversation_id);
  const answered = await tx.message.count({ where: { AND: [seen, { id: to.replyToId, deletedAt: null }] } });
  if (answered === 0) throw refuseField("reply_to_id", "reply_gone");
}

/**
 * Stores a message and tells both people. The same `client_id` again answers the stored one, whatever has
 * changed since, and tells nobody.
 * Errors: `forbidden` (blocked_by_me, unreachable) · `conflict` (client_id used in another conversation) ·
 * `validation_failed` (what it answers is deleted, or was never said here)
 */
export const sendMessage = operation({
  name: "message.send",
  summary: "Send a message",
  rest: "POST /chat/conversations/{conversation_id}/messages",
  command: "message:send",
  done: "message_sent",
  input: SendMessageInput,
  output: Message,
  allow: participant,
  limits: [{ points: 120, seconds: 60, by: "person" }],
  async run(ctx, input) {
    const { conversation_id, client_id } = input;
    // Asked first: whose acknowledgement was lost must hear "stored", even if a block came in between.
    const earlier = client_id && (await storedMessage(ctx, conversation_id, client_id));
    if (earlier) return earlier;
    const clientId = client_id ?? randomUUID();
    const senderId = ctx.actor.id;
    try {
      const posted = await ctx.transaction(async (tx) => {
        const at = ctx.now();
        const slot = await takeSlot(tx, conversation_id, at);
        for (const { userId } of slot.places.filter((place) => place.userId !== senderId)) {
          const reach = await reachOf(tx, senderId, userId);
          if (reach !== "open") throw refuse("forbidden", reach);
        }
        const { type, message: body, reply_to_id: replyToId } = input;
        if (replyToId !== undefined) await refuseBadReply(ctx, tx, { conversation_id, replyToId });
        return fillSlot(tx, slot, { senderId, type, body, clientId, replyToId, at });
      });
      announceMessage(ctx, posted);
      return toMessage(posted, [], ctx);
    } catch (error) {
      // A twin was stored between the question and the writing; its transaction told both people.
      const twin = isUniqueViolation(error) ? await storedMessage(ctx, conversation_id, clientId) : null;
      if (!twin) throw error;
      return twin;
    }
  },
});
