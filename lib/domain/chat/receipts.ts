import type { Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";

/** The caller's place in a conversation, both people's ids, and the newest seq. */
async function placeOf(ctx: Context, conversationId: number) {
  const conversation = await ctx.db.conversation.findUnique({
    where: { id: conversationId },
    select: { lastSeq: true, participants: true },
  });
  const place = conversation?.participants.find((one) => one.userId === ctx.actor.id);
  if (!conversation || !place) throw refuse("not_found");
  return { place, people: conversation.participants.map((one) => one.userId), lastSeq: conversation.lastSeq };
}

/**
 * Moves the caller's last-read position to `seq` (default and at most: the newest), never back, and tells both
 * people if it moved. Answers where it stands then.
 */
export async function moveRead(ctx: Context, conversationId: number, seq?: number) {
  const { place, people, lastSeq } = await placeOf(ctx, conversationId);
  const at = ctx.now();
  const target = Math.min(seq ?? lastSeq, lastSeq);
  const mine = { conversationId, userId: ctx.actor.id };
  const receipt = (to: number, when: Date | null) => ({
    conversation_id: conversationId,
    user_id: ctx.actor.id,
    seq: to,
    read_at: (when ?? at).toISOString(),
  });
  if (place.lastReadSeq >= target) return receipt(place.lastReadSeq, place.lastReadAt);
  const moved = await ctx.transaction(async (tx) => {
    const { count } = await tx.participant.updateMany({
      where: { ...mine, lastReadSeq: { lt: target } },
      data: { lastReadSeq: target, lastReadAt: at },
    });
    // What was read has also arrived.
    await tx.participant.updateMany({
      where: { ...mine, lastDeliveredSeq: { lt: target } },
      data: { lastDeliveredSeq: target },
    });
    return count > 0;
  });
  if (!moved) {
    const { place: further } = await placeOf(ctx, conversationId);
    return receipt(further.lastReadSeq, further.lastReadAt);
  }
  const data = receipt(target, at);
  ctx.publish({ name: "conversation.read", data, to: people, conversation_id: conversationId });
  return data;
}

/** The same for what has arrived at one of the caller's devices. */
export async function moveDelivered(ctx: Context, conversationId: number, seq?: number) {
  const { place, people, lastSeq } = await placeOf(ctx, conversationId);
  const target = Math.min(seq ?? lastSeq, lastSeq);
  const receipt = (to: number) => ({ conversation_id: conversationId, user_id: ctx.actor.id, seq: to });
  if (place.lastDeliveredSeq >= target) return receipt(place.lastDeliveredSeq);
  const { count } = await ctx.transaction((tx) =>
    tx.participant.updateMany({
      where: { conversationId, userId: ctx.actor.id, lastDeliveredSeq: { lt: target } },
      data: { lastDeliveredSeq: target },
    }),
  );
  if (count === 0) return receipt((await placeOf(ctx, conversationId)).place.lastDeliveredSeq);
  const data = receipt(target);
  ctx.publish({ name: "conversation.delivered", data, to: people, conversation_id: conversationId });
  return data;
}
