import { randomUUID } from "node:crypto";
import { Message, SendMessageInput } from "@/lib/contracts/chat";
import type { Context } from "@/lib/domain/context";
import { isUniqueViolation, refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { announceMessage, fillSlot, takeSlot } from "./post-message";
import { messageInclude, toMessage } from "./present";
import { reachOf } from "./reach";

/** What this sender has stored under this client_id; null when nothing yet. */
async function stored(ctx: Context, conversationId: number, clientId: string): Promise<Message | null> {
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

/**
 * Stores a message and tells both people. The same `client_id` again answers the stored one, whatever has
 * changed since, and tells nobody.
 * Errors: `forbidden` (blocked_by_me, unreachable) · `conflict` (client_id used in another conversation)
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
    const earlier = client_id && (await stored(ctx, conversation_id, client_id));
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
        return fillSlot(tx, slot, { senderId, type: input.type, body: input.message, clientId, at });
      });
      announceMessage(ctx, posted);
      return toMessage(posted, [], ctx);
    } catch (error) {
      // A twin was stored between the question and the writing; its transaction told both people.
      const twin = isUniqueViolation(error) ? await stored(ctx, conversation_id, clientId) : null;
      if (!twin) throw error;
      return twin;
    }
  },
});
