import type { ConversationChange, ConversationSettings } from "@/lib/contracts/chat";
import type { Context, ParticipantChange, Tx } from "@/lib/domain/context";

/** What one person has set for a conversation, as the database keeps it. */
export interface SettingsRow {
  acceptedAt: Date | null;
  pinnedAt: Date | null;
  mutedUntil: Date | null;
  archivedAt: Date | null;
  draft: string;
  draftAt: Date | null;
}

/** `conversation.updatedAt` is the time of its newest message: what is newer than the archiving brings it back. */
export function toSettings(
  row: SettingsRow,
  conversation: { updatedAt: Date; lastSeq: number },
  now: Date,
): ConversationSettings {
  const muted = row.mutedUntil !== null && row.mutedUntil > now;
  return {
    request: row.acceptedAt === null && conversation.lastSeq > 0,
    pinned: row.pinnedAt !== null,
    muted_until: muted && row.mutedUntil ? row.mutedUntil.toISOString() : null,
    archived: row.archivedAt !== null && (muted || row.archivedAt >= conversation.updatedAt),
    draft: row.draft,
    draft_at: row.draftAt?.toISOString() ?? null,
  };
}

/** Changes what the caller has set for a conversation, and tells their own devices. */
export async function changeSettings(
  ctx: Context,
  conversationId: number,
  how: (tx: Tx, conversation: { lastSeq: number }) => ParticipantChange | Promise<ParticipantChange>,
): Promise<ConversationChange> {
  const userId = ctx.actor.id;
  const { row, conversation } = await ctx.transaction(async (tx) => {
    const conversation = await tx.conversation.findUniqueOrThrow({ where: { id: conversationId } });
    const data = await how(tx, conversation);
    const where = { conversationId_userId: { conversationId, userId } };
    return { row: await tx.participant.update({ where, data }), conversation };
  });
  const data = {
    conversation_id: conversationId,
    cleared_seq: row.clearedSeq,
    read_seq: row.lastReadSeq,
    ...toSettings(row, conversation, ctx.now()),
  };
  // Named without its conversation: that channel is the other's too.
  ctx.publish({ name: "conversation.changed", data, to: [userId] });
  return data;
}
