import type { Actor, Context, MessageFilter } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";

/** Not deleted for this person alone. */
export function notHidden(userId: number) {
  return { marks: { none: { userId, hiddenAt: { not: null } } } };
}

/** A condition on messages of one conversation. */
export type Seen = Omit<MessageFilter, "conversationId"> & { conversationId: number };

/** The messages of one conversation that are there for a person with this place in it. */
export function seenFrom(
  place: { userId: number; clearedSeq: number; marksRev: number },
  conversationId: number,
): Seen {
  return {
    conversationId,
    ...(place.clearedSeq > 0 && { seq: { gt: place.clearedSeq } }),
    // Most people have hidden nothing, and then nothing is asked.
    ...(place.marksRev > 0 && notHidden(place.userId)),
  };
}

/** The messages of one conversation that are there for the caller. @throws OperationError `not_found` */
export async function seenIn(ctx: Pick<Context<Actor>, "db" | "actor">, conversationId: number): Promise<Seen> {
  const userId = ctx.actor.id;
  const place = await ctx.db.participant.findUnique({
    where: { conversationId_userId: { conversationId, userId } },
    select: { userId: true, clearedSeq: true, marksRev: true },
  });
  if (!place) throw refuse("not_found");
  return seenFrom(place, conversationId);
}
