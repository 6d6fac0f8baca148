import type { Me } from "@/lib/contracts/users";
import type { Context, ReadDb } from "@/lib/domain/context";
import { type MeRow, toMe, toUser, type UserRow } from "./present";

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

/** Publishes the caller's changed account to their own tabs. */
export function announceMe(ctx: Pick<Context, "actor" | "publish" | "url">, row: MeRow): Me {
  const me = toMe(row, ctx);
  ctx.publish({ name: "me.updated", data: me, to: [ctx.actor.id] });
  return me;
}

/** Publishes the caller as others see them, to those whom it concerns. */
export async function announceUser(
  ctx: Pick<Context, "actor" | "db" | "publish" | "url">,
  row: UserRow,
): Promise<void> {
  const to = await acquaintancesOf(ctx.db, ctx.actor.id);
  if (to.length > 0) ctx.publish({ name: "user.updated", data: toUser(row, ctx), to });
}
