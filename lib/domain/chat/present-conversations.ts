import { type Conversation, MessageType } from "@/lib/contracts/chat";
import { callInclude, toCall } from "@/lib/domain/calls/present";
import type { Context } from "@/lib/domain/context";
import { presenceOf } from "@/lib/domain/friends/presence";
import { toUser, type UserRow, userColumns } from "@/lib/domain/users/present";
import { seenFrom } from "./seen";
import { type SettingsRow, toSettings } from "./settings";

/** What `presentConversations` needs beside a conversation's own columns, for a Prisma `include`. */
export const conversationInclude = {
  participants: { include: { user: { select: { ...userColumns, hideReceipts: true } } } },
} as const;

export interface ConversationRow {
  id: number;
  lastSeq: number;
  rev: number;
  updatedAt: Date;
  participants: (SettingsRow & {
    userId: number;
    lastReadSeq: number;
    lastDeliveredSeq: number;
    clearedSeq: number;
    marksRev: number;
    user: UserRow & { hideReceipts: boolean };
  })[];
}

/**
 * The newest message that is there for the caller in each conversation, by the unique key (conversation, seq): the
 * others are looked at only where the newest one is hidden.
 */
async function latestOf(ctx: Context, rows: ConversationRow[]) {
  const me = ctx.actor.id;
  const include = { call: { include: callInclude } };
  const shown = rows.filter((row) => row.lastSeq > placesOf(row, me).mine.clearedSeq);
  if (shown.length === 0) return new Map<number, never>();
  const newest = await ctx.db.message.findMany({
    where: { OR: shown.map(({ id, lastSeq }) => ({ conversationId: id, seq: lastSeq })) },
    include,
  });
  const marked = shown.filter((row) => placesOf(row, me).mine.marksRev > 0).map((row) => row.id);
  const hidden = new Set(await hiddenAmong(ctx, newest, marked));
  const standing = shown.filter((row) => hidden.has(row.id));
  const older = await Promise.all(
    standing.map((row) => {
      const where = seenFrom(placesOf(row, me).mine, row.id);
      return ctx.db.message.findFirst({ where, orderBy: { seq: "desc" }, include });
    }),
  );
  const latest = [
    ...newest.filter((message) => !hidden.has(message.conversationId)),
    ...older.filter((m) => m !== null),
  ];
  return new Map(latest.map((message) => [message.conversationId, message]));
}

/** Of these messages, the conversations of those that the caller has hidden. */
async function hiddenAmong(ctx: Context, messages: { id: number; conversationId: number }[], marked: number[]) {
  const ids = messages.filter((message) => marked.includes(message.conversationId)).map((message) => message.id);
  if (ids.length === 0) return [];
  const marks = await ctx.db.messageMark.findMany({
    where: { userId: ctx.actor.id, messageId: { in: ids }, hiddenAt: { not: null } },
    select: { conversationId: true },
  });
  return marks.map((mark) => mark.conversationId);
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
            deleted: message.deletedAt !== null,
            created_at: ctx.words.ago(message.createdAt),
            sent_at: message.createdAt.toISOString(),
            call: message.call ? toCall(message.call, ctx) : null,
          }
        : null,
      unread_count: row.lastSeq - Math.max(mine.lastReadSeq, mine.clearedSeq),
      updated_at: row.updatedAt.toISOString(),
      last_seq: row.lastSeq,
      rev: row.rev,
      read_seq: mine.lastReadSeq,
      other_read_seq: mine.user.hideReceipts || other.user.hideReceipts ? 0 : other.lastReadSeq,
      other_delivered_seq: other.lastDeliveredSeq,
      cleared_seq: mine.clearedSeq,
      marks_rev: mine.marksRev,
      asking: other.acceptedAt === null,
      ...toSettings(mine, row, ctx.now()),
    };
  });
}
