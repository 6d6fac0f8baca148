import type { Me } from "@/lib/contracts/users";
import type { Context, ReadDb } from "@/lib/domain/context";
import { type MeRow, toMe, toUser } from "./present";

/** Whom a change of a person's name or picture concerns: friends and conversation partners, but nobody they blocked. */
export async function acquaintancesOf(db: ReadDb, userId: number): Promise<number[]> {
  const people = await db.user.findMany({
    where: {
      id: { not: userId },
      deletedAt: null,
      blocksReceived: { none: { blockerId: userId } },
      OR: [
        { friendshipsLow: { some: { highId: userId, acceptedAt: { not: null } } } },
        { friendshipsHigh: { some: { lowId: userId, acceptedAt: { not: null } } } },
        { participations: { some: { conversation: { participants: { some: { userId } } } } } },
      ],
    },
    select: { id: true },
  });
  return people.map((person) => person.id);
}

/** Publishes the caller's changed account to their own tabs and, as others see it, to their acquaintances. */
export async function announceProfile(ctx: Context, row: MeRow): Promise<Me> {
  const me = toMe(row, ctx);
  ctx.publish({ name: "me.updated", data: me, to: [ctx.actor.id] });
  const acquaintances = await acquaintancesOf(ctx.db, ctx.actor.id);
  if (acquaintances.length > 0) ctx.publish({ name: "user.updated", data: toUser(row, ctx), to: acquaintances });
  return me;
}
