import { type Attachment, AttachmentKind, type Message, MessageType, type Quote } from "@/lib/contracts/chat";
import { type CallRow, callInclude, toCall } from "@/lib/domain/calls/present";
import type { Context } from "@/lib/domain/context";
import { toUser, type UserRow, userColumns } from "@/lib/domain/users/present";
import { beginningOf } from "@/lib/text/beginning";

/** The columns of a `QuoteRow`, for a Prisma `select`. */
export const quoteColumns = { id: true, seq: true, senderId: true, type: true, body: true, deletedAt: true } as const;

// Of one moment always in the same order: what an event has told is what is read later.
const firstReactionFirst = [{ createdAt: "asc" as const }, { userId: "asc" as const }];

/** What `toMessage` needs beside a message's own columns, for a Prisma `include`. */
export const messageInclude = {
  sender: { select: userColumns },
  call: { include: callInclude },
  replyTo: { select: quoteColumns },
  upload: true,
  reactions: { select: { userId: true, emoji: true }, orderBy: firstReactionFirst },
} as const;

/** A file as the database keeps it. */
export interface UploadRow {
  id: string;
  kind: string;
  name: string;
  contentType: string;
  size: number;
  width: number | null;
  height: number | null;
  durationMs: number | null;
  waveform: string | null;
  thumbKey: string | null;
}

/** A message as another shows it that answers it. */
export type QuoteRow = Pick<MessageRow, "id" | "seq" | "senderId" | "type" | "body" | "deletedAt">;

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
  forwarded: boolean;
  editedAt: Date | null;
  deletedAt: Date | null;
  sender: UserRow;
  call: CallRow | null;
  replyTo: QuoteRow | null;
  upload: UploadRow | null;
  reactions: { userId: number; emoji: string }[];
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
    attachment: row.upload && !row.deletedAt ? toAttachment(row.upload, ctx) : null,
    reply_to: row.replyTo && !row.deletedAt ? toQuote(row.replyTo) : null,
    reactions: row.reactions.map(({ userId, emoji }) => ({ user_id: userId, emoji })),
    forwarded: row.forwarded,
    edited_at: row.editedAt?.toISOString() ?? null,
    deleted_at: row.deletedAt?.toISOString() ?? null,
    call: row.call ? toCall(row.call, ctx) : null,
  };
}

/** A file as people see it. */
export function toAttachment(row: UploadRow, ctx: Pick<Context, "url">): Attachment {
  return {
    id: row.id,
    kind: AttachmentKind.parse(row.kind),
    name: row.name,
    content_type: row.contentType,
    size: row.size,
    width: row.width,
    height: row.height,
    duration_ms: row.durationMs,
    waveform: row.waveform,
    url: ctx.url(`/api/uploads/${row.id}`),
    thumb_url: row.thumbKey ? ctx.url(`/api/uploads/${row.id}?size=thumb`) : null,
  };
}

function toQuote(row: QuoteRow): Quote {
  return {
    id: row.id,
    seq: row.seq,
    sender_id: row.senderId,
    type: MessageType.parse(row.type),
    message: row.deletedAt ? "" : beginningOf(row.body),
    deleted: row.deletedAt !== null,
  };
}
