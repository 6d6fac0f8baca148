import type { LoggedCall } from "@/lib/contracts/calls";
import type { Message } from "@/lib/contracts/chat";
import type { ExportedConversation, ExportedUpload } from "@/lib/contracts/export";
import { loggedInclude, toLoggedCall } from "@/lib/domain/calls/logged";
import { messageInclude, type ReadPlace, toAttachment, toMessage } from "@/lib/domain/chat/present";
import { shownPlaces } from "@/lib/domain/chat/read-places";
import { type Seen, seenFrom } from "@/lib/domain/chat/seen";
import { toSettings } from "@/lib/domain/chat/settings";
import type { Context } from "@/lib/domain/context";
import { toUser, userColumns } from "./present";

/** Rows that are in memory at once. */
const PAGE = 200;

/** All rows, a page at a time: `read` answers those behind a key, beginning with `first`. */
async function* allOf<K, R>(first: K, read: (after: K) => Promise<R[]>, keyOf: (row: R) => K): AsyncGenerator<R> {
  let after = first;
  for (;;) {
    const page = await read(after);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = keyOf(last);
  }
}

/** The page behind the row with this id, in the order of creation. */
const behind = (id: string | null) => ({
  orderBy: [{ createdAt: "asc" as const }, { id: "asc" as const }],
  ...(id !== null && { cursor: { id }, skip: 1 }),
  take: PAGE,
});

export async function* ownConversations(ctx: Context): AsyncGenerator<ExportedConversation> {
  const userId = ctx.actor.id;
  const people = { include: { user: { select: { ...userColumns, hideReceipts: true } } } };
  const read = (after: number) =>
    ctx.db.participant.findMany({
      where: { userId, conversationId: { gt: after } },
      orderBy: { conversationId: "asc" },
      take: PAGE,
      include: { conversation: { include: { participants: people } } },
    });
  for await (const { conversation, ...mine } of allOf(0, read, (row) => row.conversationId)) {
    const other = conversation.participants.find((one) => one.userId !== userId);
    if (!other) throw new Error(`conversation ${conversation.id} lacks one of its two people`);
    yield {
      id: conversation.id,
      other_user: toUser(other.user, ctx),
      created_at: conversation.createdAt.toISOString(),
      read_seq: mine.lastReadSeq,
      read_at: mine.lastReadAt?.toISOString() ?? null,
      ...toSettings(mine, conversation, ctx.now()),
      messages: messagesOf(ctx, seenFrom(mine, conversation.id), shownPlaces(conversation.participants, userId)),
    };
  }
}

async function* messagesOf(ctx: Context, seen: Seen, places: ReadPlace[]): AsyncGenerator<Message> {
  const read = (after: number) =>
    ctx.db.message.findMany({
      where: { AND: [seen, { seq: { gt: after } }] },
      orderBy: { seq: "asc" },
      take: PAGE,
      include: messageInclude,
    });
  for await (const row of allOf(0, read, ({ seq }) => seq)) yield toMessage(row, places, ctx);
}

export async function* ownStars(ctx: Context) {
  const read = (after: number) =>
    ctx.db.messageMark.findMany({
      where: { userId: ctx.actor.id, starredAt: { not: null }, hiddenAt: null, messageId: { gt: after } },
      orderBy: { messageId: "asc" },
      take: PAGE,
    });
  for await (const { conversationId, messageId, starredAt } of allOf(0, read, (row) => row.messageId)) {
    if (starredAt === null) continue;
    yield { conversation_id: conversationId, message_id: messageId, starred_at: starredAt.toISOString() };
  }
}

export async function* ownCalls(ctx: Context): AsyncGenerator<LoggedCall> {
  const where = { OR: [{ callerId: ctx.actor.id }, { calleeId: ctx.actor.id }] };
  const read = (after: string | null) => ctx.db.call.findMany({ where, ...behind(after), include: loggedInclude });
  for await (const row of allOf(null, read, ({ id }): string | null => id)) yield toLoggedCall(row, ctx);
}

export async function* ownUploads(ctx: Context): AsyncGenerator<ExportedUpload> {
  const where = { ownerId: ctx.actor.id };
  const read = (after: string | null) => ctx.db.upload.findMany({ where, ...behind(after) });
  for await (const row of allOf(null, read, ({ id }): string | null => id)) {
    yield { ...toAttachment(row, ctx), message_id: row.messageId, created_at: row.createdAt.toISOString() };
  }
}
