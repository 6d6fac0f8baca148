import type { z } from "zod";
import type { MessageType, ReadReceipt } from "@/lib/contracts/chat";
import type { CallRow } from "@/lib/domain/calls/present";
import type { Context, Sql, SqlValue } from "@/lib/domain/context";
import { statement, timeText } from "@/lib/domain/sql";
import { claimUpload } from "@/lib/domain/uploads/rows";
import type { UserRow } from "@/lib/domain/users/present";
import { conversationLane, noteWebhook } from "@/lib/domain/webhooks/note";
import { type MessageRow, type QuoteRow, type ReadPlace, toMessage, type UploadRow } from "./present";
import { type Reach, type ReachRow, reachAmong, reachColumns } from "./reach";
import { messageSearchText } from "./search-text";

/** The next place in a conversation. Holding it holds the conversation's row, so nobody else gets the same. */
export interface Slot {
  conversationId: number;
  seq: number;
  rev: number;
  /** both people, as they stood before */
  places: Place[];
  /** whether its sender may say something new here */
  reach: Reach;
}

type Place = ReadPlace & UserRow & ReachRow & { hideReceipts: number | boolean };

export interface Draft {
  senderId: number;
  type: z.infer<typeof MessageType>;
  body: string;
  clientId: string;
  call?: CallRow;
  /** the message that it answers */
  replyTo?: QuoteRow;
  /** the sender's own, not yet sent */
  upload?: UploadRow;
  forwarded?: boolean;
  at: Date;
  /** ids of those for whom the message counts as read at once, unless something before it is unread. Default: its sender */
  witnesses?: number[];
}

/** A stored message and what its writing changed; `announceMessage` tells it once the transaction has ended. */
export interface PostedMessage extends MessageRow {
  /** ids of both people */
  people: number[];
  /** whose read position moved in a way that the message alone does not say */
  readers: number[];
  /** one of the two tells nobody what they have read */
  readsHidden: boolean;
}

const count = statement<[conversationId: number, at: string], { seq: number; rev: number }>(`
  UPDATE conversations SET last_seq = last_seq + 1, rev = rev + 1, updated_at = $2
  WHERE id = $1 RETURNING last_seq AS "seq", rev AS "rev"`);

const people = statement<[conversationId: number, senderId: number], Place>(`
  SELECT p.user_id AS "userId", p.last_read_seq AS "lastReadSeq", u.hide_receipts AS "hideReceipts",
    u.id AS "id", u.name AS "name", u.username AS "username", u.avatar_key AS "avatarKey", ${reachColumns("$2")}
  FROM participants p JOIN users u ON u.id = p.user_id WHERE p.conversation_id = $1 ORDER BY p.user_id`);

/** What is written of a new message: a column more is one word here and one line in `fillSlot`. */
const columns = [
  ...(["conversation_id", "seq", "rev", "sender_id", "type", "body", "search_text"] as const),
  ...(["client_id", "call_id", "reply_to_id", "forwarded", "created_at"] as const),
];
const slots = columns.map((_, index) => `$${index + 1}`);
const store = statement<SqlValue[], { id: number }>(
  `INSERT INTO messages (${columns.join(", ")}) VALUES (${slots.join(", ")}) RETURNING id AS "id"`,
);

// Whoever writes to somebody has accepted that they write back.
const moveReader = statement<[conversationId: number, userId: number, seq: number, at: string]>(`
  UPDATE participants SET last_read_seq = $3, last_delivered_seq = $3, last_read_at = $4,
    accepted_at = COALESCE(accepted_at, $4)
  WHERE conversation_id = $1 AND user_id = $2`);

/** Takes the next seq and rev. A transaction that fails gives them back, so seq has no holes. */
export async function takeSlot(sql: Sql, conversationId: number, senderId: number, at: Date): Promise<Slot> {
  // Written before anything is read: on PostgreSQL this is the lock that puts senders in a row.
  const counted = sql.all(count, conversationId, timeText(at));
  const [[taken], places] = await Promise.all([counted, sql.all(people, conversationId, senderId)]);
  if (!taken) throw new Error(`there is no conversation ${conversationId}`);
  return { conversationId, ...taken, places, reach: reachAmong(places) };
}

/** The people who have read up to the message at this slot just by its being there. */
function readersOf({ seq, places }: Slot, { senderId, witnesses }: Draft): ReadPlace[] {
  // Writing counts as reading all before; having seen a call does not.
  if (!witnesses) return places.filter((place) => place.userId === senderId);
  return places.filter((place) => witnesses.includes(place.userId) && place.lastReadSeq === seq - 1);
}

/**
 * Stores the message at its place, and what webhooks will say of it.
 * @throws OperationError `conflict` (upload_used) when another message has taken its file
 */
export async function fillSlot(
  ctx: Pick<Context, "webhookUrls">,
  sql: Sql,
  slot: Slot,
  draft: Draft,
): Promise<PostedMessage> {
  const { conversationId, seq, rev, places } = slot;
  const { senderId, type, body, clientId, call = null, replyTo = null, forwarded = false, at, upload = null } = draft;
  const sender = places.find((place) => place.userId === senderId);
  if (!sender) throw new Error(`person ${senderId} is not in conversation ${conversationId}`);
  const written: Record<(typeof columns)[number], SqlValue> = {
    ...{ conversation_id: conversationId, seq, rev, sender_id: senderId, client_id: clientId },
    ...{ type, body, search_text: messageSearchText(body, upload), created_at: timeText(at) },
    ...{ call_id: call?.id ?? null, reply_to_id: replyTo?.id ?? null, forwarded: Number(forwarded) },
  };
  const reading = readersOf(slot, draft);
  const [[row]] = await Promise.all([
    sql.all(store, ...columns.map((column) => written[column])),
    ...reading.map(({ userId }) => sql.all(moveReader, conversationId, userId, seq, timeText(at))),
  ]);
  if (!row) throw new Error("a stored message has no id");
  if (upload) await claimUpload(sql, { uploadId: upload.id, ownerId: senderId, messageId: row.id });
  const lane = conversationLane(conversationId);
  await noteWebhook(ctx, sql, { type: "message.sent", subject: String(row.id), lane, at });
  const readers = reading.filter((place) => place.userId !== senderId || place.lastReadSeq < seq - 1);
  return {
    ...{ id: row.id, conversationId, senderId, seq, rev, clientId, type, body, createdAt: at, forwarded },
    ...{ sender, call, replyTo, upload, reactions: [], editedAt: null, deletedAt: null },
    people: places.map((place) => place.userId),
    readers: readers.map((place) => place.userId),
    readsHidden: places.some((place) => Boolean(place.hideReceipts)),
  };
}

/** Tells of a read position; where only its owner may know, the conversation's channel does not. */
export function announceRead(ctx: Pick<Context, "publish">, data: z.infer<typeof ReadReceipt>, to: number[]): void {
  const { conversation_id } = data;
  ctx.publish({ name: "conversation.read", data, to, ...(to.length > 1 && { conversation_id }) });
}

/** Publishes a posted message to both people, and who has read up to it, where that is new. */
export function announceMessage(ctx: Pick<Context, "publish" | "url">, posted: PostedMessage): void {
  const { conversationId: conversation_id, seq, people } = posted;
  const places = posted.readsHidden ? [] : posted.readers.map((userId) => ({ userId, lastReadSeq: seq }));
  ctx.publish({ name: "message.sent", data: toMessage(posted, places, ctx), to: people, conversation_id });
  for (const user_id of posted.readers) {
    const data = { conversation_id, user_id, seq, read_at: posted.createdAt.toISOString() };
    announceRead(ctx, data, posted.readsHidden ? [user_id] : people);
  }
}
