import type { z } from "zod";
import type { MessageType } from "@/lib/contracts/chat";
import type { Context, Tx } from "@/lib/domain/context";
import { fold } from "@/lib/text/fold";
import { type MessageRow, messageInclude, type ReadPlace, toMessage } from "./present";

/** The next place in a conversation. Holding it holds the conversation's row, so nobody else gets the same. */
export interface Slot {
  conversationId: number;
  seq: number;
  rev: number;
  /** both people, as they stood before */
  places: ReadPlace[];
}

export interface Draft {
  senderId: number;
  type: z.infer<typeof MessageType>;
  body: string;
  clientId: string;
  callId?: string;
  /** the message that it answers */
  replyToId?: number;
  forwarded?: boolean;
  at: Date;
  /** who saw it happen: read for them, unless something before it is unread. Default: its sender, who wrote it */
  witnesses?: number[];
}

/** A stored message and what its writing changed; `announceMessage` tells it once the transaction has ended. */
export interface PostedMessage extends MessageRow {
  /** ids of both people */
  people: number[];
  /** whose read position moved in a way that the message alone does not say */
  readers: number[];
}

/** Takes the next seq and rev. A transaction that fails gives them back, so seq has no holes. */
export async function takeSlot(tx: Tx, conversationId: number, at: Date): Promise<Slot> {
  // Written before anything is read: on PostgreSQL this is the lock that puts senders in a row.
  const { lastSeq, rev, participants } = await tx.conversation.update({
    where: { id: conversationId },
    data: { lastSeq: { increment: 1 }, rev: { increment: 1 }, updatedAt: at },
    select: { lastSeq: true, rev: true, participants: { select: { userId: true, lastReadSeq: true } } },
  });
  return { conversationId, seq: lastSeq, rev, places: participants };
}

/** The people who have read up to the message at this slot just by its being there. */
function readersOf({ seq, places }: Slot, { senderId, witnesses }: Draft): ReadPlace[] {
  // Writing counts as reading all before; having seen a call does not.
  if (!witnesses) return places.filter((place) => place.userId === senderId);
  return places.filter((place) => witnesses.includes(place.userId) && place.lastReadSeq === seq - 1);
}

/** Stores the message at its place. */
export async function fillSlot(tx: Tx, slot: Slot, draft: Draft): Promise<PostedMessage> {
  const { conversationId, seq, rev, places } = slot;
  const { senderId, type, body, clientId, callId, replyToId, forwarded, at } = draft;
  const place = { conversationId, seq, rev, senderId, clientId, createdAt: at };
  const row = await tx.message.create({
    data: { ...place, type, body, searchText: fold(body), callId, replyToId, forwarded },
    include: messageInclude,
  });
  const reading = readersOf(slot, draft);
  for (const { userId } of reading) {
    await tx.participant.update({
      where: { conversationId_userId: { conversationId, userId } },
      data: { lastReadSeq: seq, lastDeliveredSeq: seq, lastReadAt: at },
    });
  }
  const readers = reading.filter((place) => place.userId !== senderId || place.lastReadSeq < seq - 1);
  return { ...row, people: places.map((place) => place.userId), readers: readers.map((place) => place.userId) };
}

/** Publishes a posted message to both people, and who has read up to it, where that is new. */
export function announceMessage(ctx: Pick<Context, "publish" | "url">, posted: PostedMessage): void {
  const { conversationId: conversation_id, seq, people } = posted;
  const places = posted.readers.map((userId) => ({ userId, lastReadSeq: seq }));
  ctx.publish({ name: "message.sent", data: toMessage(posted, places, ctx), to: people, conversation_id });
  for (const user_id of posted.readers) {
    const data = { conversation_id, user_id, seq, read_at: posted.createdAt.toISOString() };
    ctx.publish({ name: "conversation.read", data, to: people, conversation_id });
  }
}
