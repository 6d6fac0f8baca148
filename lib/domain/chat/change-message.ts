import type { Message } from "@/lib/contracts/chat";
import type { Context, MessageChange, Sql, Tx } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { type MessageRow, messageInclude, toMessage } from "./present";
import { reachOf } from "./reach";
import { placeColumns, shownPlaces } from "./read-places";

/**
 * Changes one message as the next change of its conversation, and tells both people.
 * `how` is given the message as it is now and the other person's id; it answers what to write, or null where there is
 * nothing to change: then no rev is taken and nobody is told.
 */
export async function changeMessage(
  ctx: Context,
  id: number,
  how: (tx: Tx, current: { message: MessageRow; otherId: number }) => Promise<MessageChange | null>,
): Promise<Message> {
  const found = await ctx.db.message.findUnique({ where: { id }, select: { conversationId: true } });
  if (!found) throw refuse("not_found");
  const where = { id: found.conversationId };
  const { row, places, changed } = await ctx.transaction(async (tx) => {
    // Written before anything is read: on PostgreSQL this is the lock that puts changes in a row.
    const { rev, participants } = await tx.conversation.update({
      where,
      data: { rev: { increment: 1 } },
      select: { rev: true, participants: { select: placeColumns } },
    });
    const message = await tx.message.findUniqueOrThrow({ where: { id }, include: messageInclude });
    const other = participants.find((place) => place.userId !== ctx.actor.id);
    const change = await how(tx, { message, otherId: other?.userId ?? 0 });
    if (change) {
      const data = { ...change, rev };
      const row = await tx.message.update({ where: { id }, data, include: messageInclude });
      return { row, places: participants, changed: true };
    }
    // Given back, so that no client waits for a change that never was.
    await tx.conversation.update({ where, data: { rev: { decrement: 1 } } });
    return { row: message, places: participants, changed: false };
  });
  const to = places.map((place) => place.userId);
  const data = toMessage(row, shownPlaces(places), ctx);
  if (changed) ctx.publish({ name: "message.updated", data, to, conversation_id: where.id });
  return toMessage(row, shownPlaces(places, ctx.actor.id), ctx);
}

/** @throws OperationError `conflict` for a message that is deleted for everyone */
export function refuseDeleted(message: Pick<MessageRow, "deletedAt">): void {
  if (message.deletedAt) throw refuse("conflict", "message_deleted");
}

/** @throws OperationError `forbidden` where nothing new may go to the other: a block, an account that is gone */
export async function refuseUnreachable(sql: Sql, me: number, other: number): Promise<void> {
  const reach = await reachOf(sql, me, other);
  if (reach !== "open") throw refuse("forbidden", reach);
}

/** @throws OperationError `forbidden` while one of the two has not accepted the other: a request is quiet, both ways */
export async function refuseRequest(tx: Tx, conversationId: number): Promise<void> {
  const asked = await tx.participant.findFirst({ where: { conversationId, acceptedAt: null } });
  if (asked) throw refuse("forbidden", "request_open");
}
