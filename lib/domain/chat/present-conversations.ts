import { type Conversation, MessageType } from "@/lib/contracts/chat";
import { callInclude, toCall } from "@/lib/domain/calls/present";
import type { Context } from "@/lib/domain/context";
import { presenceOf } from "@/lib/domain/friends/presence";
import { toUser, type UserRow, userColumns } from "@/lib/domain/users/present";

/** What `presentConversations` needs beside a conversation's own columns, for a Prisma `include`. */
export const conversationInclude = { participants: { include: { user: { select: userColumns } } } } as const;

export interface ConversationRow {
  id: number;
  lastSeq: number;
  rev: number;
  updatedAt: Date;
  participants: { userId: number; lastReadSeq: number; lastDeliveredSeq: number; user: UserRow }[];
}

/** The newest message of each conversation, by the unique key (conversation, seq): the others are never looked at. */
async function latestOf(ctx: Context, rows: ConversationRow[]) {
  const places = rows.filter((row) => row.lastSeq > 0).map(({ id, lastSeq }) => ({ conversationId: id, seq: lastSeq }));
  if (places.length === 0) return new Map<number, never>();
  const messages = await ctx.db.message.findMany({
    where: { OR: places },
    include: { call: { include: callInclude } },
  });
  return new Map(messages.map((message) => [message.conversationId, message]));
}

function placesOf(row: ConversationRow, me: number) {
  const mine = row.participants.find((place) => place.userId === me);
  const other = row.participants.find((place) => place.userId !== me);
  if (!mine || !other) throw new Error(`conversation ${row.id} lacks one of its two people`);
  return { mine, other };
}

/** Conversations as the caller sees them, in the order given; the number of queries does not grow with theirs. */
export async function presentConversations(ctx: Context, rows: ConversationRow[]): Promise<Conversation[]> {
  const me = ctx.actor.id;
  const latest = await latestOf(ctx, rows);
  const presence = await presenceOf(
    ctx,
    rows.map((row) => placesOf(row, me).other.userId),
  );
  return rows.map((row) => {
    const { mine, other } = placesOf(row, me);
    const message = latest.get(row.id);
    return {
      id: row.id,
      other_user: {
        ...toUser(other.user, ctx),
        ...(presence.get(other.userId) ?? { online: false, last_seen_at: null }),
      },
      latest_message: message
        ? {
            id: message.id,
            seq: message.seq,
            sender_id: message.senderId,
            type: MessageType.parse(message.type),
            message: message.body,
            created_at: ctx.words.ago(message.createdAt),
            sent_at: message.createdAt.toISOString(),
            call: message.call ? toCall(message.call, ctx) : null,
          }
        : null,
      unread_count: row.lastSeq - mine.lastReadSeq,
      updated_at: row.updatedAt.toISOString(),
      last_seq: row.lastSeq,
      rev: row.rev,
      read_seq: mine.lastReadSeq,
      other_read_seq: other.lastReadSeq,
      other_delivered_seq: other.lastDeliveredSeq,
    };
  });
}
