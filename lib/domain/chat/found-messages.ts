import type { Message } from "@/lib/contracts/chat";
import type { User } from "@/lib/contracts/users";
import type { Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { toUser, type UserRow, userColumns } from "@/lib/domain/users/present";
import { type MessageRow, messageInclude, type ReadPlace, toMessage } from "./present";
import { placeColumns, shownPlaces } from "./read-places";

/** What a message needs to be shown outside its conversation, for a Prisma `include`. */
export const foundInclude = {
  ...messageInclude,
  conversation: {
    select: { participants: { select: { ...placeColumns, user: { select: { ...userColumns, hideReceipts: true } } } } },
  },
} as const;

export interface FoundRow extends MessageRow {
  conversation: { participants: (ReadPlace & { user: UserRow & { hideReceipts: boolean } })[] };
}

/** A message, and with whom the caller speaks where it stands. */
export function toFound(row: FoundRow, ctx: Context): { message: Message; other_user: User } {
  const { participants } = row.conversation;
  const other = participants.find((place) => place.userId !== ctx.actor.id);
  if (!other) throw new Error(`conversation ${row.conversationId} lacks one of its two people`);
  return { message: toMessage(row, shownPlaces(participants, ctx.actor.id), ctx), other_user: toUser(other.user, ctx) };
}

/** One message as it stands now. @throws OperationError `not_found` */
export async function readMessage(ctx: Context, id: number): Promise<Message> {
  const row = await ctx.db.message.findUnique({ where: { id }, include: foundInclude });
  if (!row) throw refuse("not_found");
  return toFound(row, ctx).message;
}
