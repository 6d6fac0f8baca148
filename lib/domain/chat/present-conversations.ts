import { type Conversation, MessageType } from "@/lib/contracts/chat";
import { callInclude, toCall } from "@/lib/domain/calls/present";
import type { Context } from "@/lib/domain/context";
import { timeOf } from "@/lib/domain/sql";
import { toUser } from "@/lib/domain/users/present";
import { type ConversationRow, settingsOf } from "./conversation-rows";
import { seenFrom } from "./seen";
import { toSettings } from "./settings";

type Latest = NonNullable<Conversation["latest_message"]>;
interface LatestRow {
  id: number;
  seq: number;
  senderId: number;
  type: string;
  body: string;
  deleted: boolean;
  createdAt: Date;
  callId: string | null;
}

const newestOf = (row: ConversationRow, id: number): LatestRow => ({
  id,
  seq: row.lastSeq,
  senderId: row.senderId,
  type: row.type,
  body: row.body,
  deleted: Boolean(row.deleted),
  createdAt: timeOf(row.sentAt),
  callId: row.callId,
});

/** The newest message that is there for the caller: the older ones are looked at only where the newest is hidden. */
async function latestOf(ctx: Context, row: ConversationRow): Promise<LatestRow | null> {
  if (row.messageId === null) return null;
  if (!row.messageHidden) return newestOf(row, row.messageId);
  const where = seenFrom({ userId: ctx.actor.id, clearedSeq: row.clearedSeq, marksRev: row.marksRev }, row.id);
  const older = await ctx.db.message.findFirst({ where, orderBy: { seq: "desc" } });
  return older && { ...older, deleted: older.deletedAt !== null };
}

/** The calls that these messages stand for, by id; mostly none. */
async function callsOf(ctx: Context, messages: (LatestRow | null)[]) {
  const ids = messages.flatMap((message) => message?.callId ?? []);
  if (ids.length === 0) return new Map<string, never>();
  const calls = await ctx.db.call.findMany({ where: { id: { in: ids } }, include: callInclude });
  return new Map(calls.map((call) => [call.id, toCall(call, ctx)]));
}

function toLatest(ctx: Context, message: LatestRow, call: Latest["call"]): Latest {
  return {
    id: message.id,
    seq: message.seq,
    sender_id: message.senderId,
    type: MessageType.parse(message.type),
    message: message.body,
    deleted: message.deleted,
    created_at: ctx.words.ago(message.createdAt),
    sent_at: message.createdAt.toISOString(),
    call,
  };
}

/** Conversations as the caller sees them, in the order given; the number of queries does not grow with theirs. */
export async function presentConversations(ctx: Context, rows: ConversationRow[]): Promise<Conversation[]> {
  const latest = await Promise.all(rows.map((row) => latestOf(ctx, row)));
  const calls = await callsOf(ctx, latest);
  const online = await ctx.presence.online(rows.flatMap((row) => (row.presenceShown ? row.otherId : [])));
  return rows.map((row, at) => {
    const message = latest[at];
    const updatedAt = timeOf(row.updatedAt);
    const other = { id: row.otherId, name: row.name, username: row.username, avatarKey: row.avatarKey };
    const lastSeenAt = row.presenceShown && row.lastSeenAt ? timeOf(row.lastSeenAt).toISOString() : null;
    return {
      id: row.id,
      other_user: {
        ...toUser(other, ctx),
        online: Boolean(row.presenceShown) && online.has(row.otherId),
        last_seen_at: lastSeenAt,
      },
      latest_message: message ? toLatest(ctx, message, (message.callId && calls.get(message.callId)) || null) : null,
      unread_count: row.lastSeq - Math.max(row.readSeq, row.clearedSeq),
      updated_at: updatedAt.toISOString(),
      last_seq: row.lastSeq,
      rev: row.rev,
      read_seq: row.readSeq,
      delivered_seq: row.deliveredSeq,
      other_read_seq: row.readsHidden ? 0 : row.otherReadSeq,
      other_delivered_seq: row.otherDeliveredSeq,
      cleared_seq: row.clearedSeq,
      marks_rev: row.marksRev,
      asking: Boolean(row.asking),
      ...toSettings(settingsOf(row), { updatedAt, lastSeq: row.lastSeq }, ctx.now()),
    };
  });
}
