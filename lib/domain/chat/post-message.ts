import type { z } from "zod";
import type { MessageType } from "@/lib/contracts/chat";
import type { Context, Tx } from "@/lib/domain/context";
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
  at: Date;
}

/** A stored message and what its writing changed; `announceMessage` tells it once the transaction has ended. */
export interface PostedMessage extends MessageRow {
  /** ids of both people */
  people: number[];
  /** its sender had not read all before it: writing counts as reading */
  caughtUp: boolean;
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

/** Stores the message at its place, up to which its sender has then read. */
export async function fillSlot(tx: Tx, slot: Slot, draft: Draft): Promise<PostedMessage> {
  const { conversationId, seq, rev, places } = slot;
  const { senderId, type, body, clientId, callId, at } = draft;
  const row = await tx.message.create({
    data: { conversationId, seq, rev, senderId, type, body, clientId, callId, createdAt: at },
    include: messageInclude,
  });
  await tx.participant.update({
    where: { conversationId_userId: { conversationId, userId: senderId } },
    data: { lastReadSeq: seq, lastDeliveredSeq: seq, lastReadAt: at },
  });
  const caughtUp = places.some((place) => place.userId === senderId && place.lastReadSeq < seq - 1);
  return { ...row, people: places.map((place) => place.userId), caughtUp };
}

/** Publishes a posted message to both people, and that its sender has read what came before, if that is new. */
export function announceMessage(ctx: Pick<Context, "publish" | "url">, posted: PostedMessage): void {
  const { conversationId: conversation_id, senderId: user_id, seq, people } = posted;
  ctx.publish({ name: "message.sent", data: toMessage(posted, [], ctx), to: people, conversation_id });
  if (!posted.caughtUp) return;
  const data = { conversation_id, user_id, seq, read_at: posted.createdAt.toISOString() };
  ctx.publish({ name: "conversation.read", data, to: people, conversation_id });
}
