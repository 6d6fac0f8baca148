import type { Mark } from "@/lib/contracts/marks";
import type { Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";

interface MarkRow {
  conversationId: number;
  messageId: number;
  starredAt: Date | null;
  hiddenAt: Date | null;
  rev: number;
}

export function toMark(row: MarkRow): Mark {
  return {
    conversation_id: row.conversationId,
    message_id: row.messageId,
    rev: row.rev,
    starred_at: row.starredAt?.toISOString() ?? null,
    hidden: row.hiddenAt !== null,
  };
}

/**
 * Notes what the caller alone does with a message, as the next of their marks in its conversation, and tells their
 * own devices. The same again changes nothing. Errors: `not_found` (it is gone from their eyes meanwhile)
 */
export async function markMessage(
  ctx: Context,
  message: { id: number; conversation_id: number },
  wanted: { starred: boolean; hidden: boolean },
): Promise<Mark> {
  const userId = ctx.actor.id;
  const conversationId = message.conversation_id;
  const key = { userId, messageId: message.id };
  const { row, changed } = await ctx.transaction(async (tx) => {
    const where = { conversationId_userId: { conversationId, userId } };
    // Written before anything is read: the lock that puts one person's marks in a row.
    const { marksRev: rev } = await tx.participant.update({
      where,
      data: { marksRev: { increment: 1 } },
      select: { marksRev: true },
    });
    const known = await tx.messageMark.findUnique({ where: { userId_messageId: key } });
    if (known?.hiddenAt && !wanted.hidden) throw refuse("not_found");
    const before = known ?? { ...key, conversationId, starredAt: null, hiddenAt: null, rev: rev - 1 };
    if ((before.starredAt !== null) === wanted.starred && (before.hiddenAt !== null) === wanted.hidden) {
      await tx.participant.update({ where, data: { marksRev: { decrement: 1 } } });
      return { row: before, changed: false };
    }
    const at = ctx.now();
    const data = {
      starredAt: wanted.starred ? (before.starredAt ?? at) : null,
      hiddenAt: wanted.hidden ? (before.hiddenAt ?? at) : null,
      rev,
    };
    const row = await tx.messageMark.upsert({
      where: { userId_messageId: key },
      create: { ...key, conversationId, ...data },
      update: data,
    });
    return { row, changed: true };
  });
  const mark = toMark(row);
  // Named without its conversation: that channel is the other's too.
  if (changed) ctx.publish({ name: "message.marked", data: mark, to: [userId] });
  return mark;
}
