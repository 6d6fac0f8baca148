import { type Message, MessageType } from "@/lib/contracts/chat";
import { type CallRow, callInclude, toCall } from "@/lib/domain/calls/present";
import type { Context } from "@/lib/domain/context";
import { toUser, type UserRow, userColumns } from "@/lib/domain/users/present";

/** What `toMessage` needs beside a message's own columns, for a Prisma `include`. */
export const messageInclude = { sender: { select: userColumns }, call: { include: callInclude } } as const;

/** A message as the database keeps it, with its sender and the call that it stands for. */
export interface MessageRow {
  id: number;
  conversationId: number;
  senderId: number;
  seq: number;
  rev: number;
  clientId: string;
  type: string;
  body: string;
  createdAt: Date;
  sender: UserRow;
  call: CallRow | null;
}

/** How far one of the two people has read. */
export interface ReadPlace {
  userId: number;
  lastReadSeq: number;
}

/**
 * A message as both people see it; times are ISO 8601 in UTC.
 * `places` are those of the conversation's people: `is_read` speaks of the recipient's.
 */
export function toMessage(row: MessageRow, places: readonly ReadPlace[], ctx: Pick<Context, "url">): Message {
  const { id, name, avatar } = toUser(row.sender, ctx);
  return {
    id: row.id,
    conversation_id: row.conversationId,
    seq: row.seq,
    rev: row.rev,
    client_id: row.clientId,
    sender_id: row.senderId,
    message: row.body,
    type: MessageType.parse(row.type),
    is_read: places.some((place) => place.userId !== row.senderId && place.lastReadSeq >= row.seq),
    created_at: row.createdAt.toISOString(),
    sender: { id, name, avatar },
    attachment: null,
    call: row.call ? toCall(row.call, ctx) : null,
  };
}
