import type { Presence } from "@/lib/contracts/users";
import type { Context, ReadDb, Tx } from "@/lib/domain/context";

const hidden: Presence = { online: false, last_seen_at: null };

/**
 * Whether people are there, as the caller may know it: of oneself, and of friends unless one of the two hides.
 * Everyone else looks as if they were away. Answers an entry for every id.
 */
export async function presenceOf(
  ctx: Pick<Context, "actor" | "db" | "presence">,
  ids: number[],
): Promise<Map<number, Presence>> {
  const me = ctx.actor.id;
  const presences = new Map<number, Presence>(ids.map((id) => [id, hidden]));
  const shown = await ctx.db.user.findMany({
    where: {
      id: { in: ids },
      deletedAt: null,
      OR: [{ id: me }, { hidePresence: false, ...friendOf(me, { hidePresence: false }) }],
    },
    select: { id: true, lastSeenAt: true },
  });
  const online = await ctx.presence.online(shown.map((person) => person.id));
  for (const { id, lastSeenAt } of shown) {
    presences.set(id, { online: online.has(id), last_seen_at: lastSeenAt?.toISOString() ?? null });
  }
  return presences;
}

/** People who are friends of `userId`, while that person fulfils `that`. */
function friendOf(userId: number, that: { hidePresence?: boolean } = {}) {
  const acceptedAt = { not: null };
  return {
    OR: [
      { friendshipsLow: { some: { highId: userId, acceptedAt, high: that } } },
      { friendshipsHigh: { some: { lowId: userId, acceptedAt, low: that } } },
    ],
  };
}

async function friendsWhoShow(db: Pick<ReadDb, "user">, userId: number): Promise<number[]> {
  const friends = await db.user.findMany({
    where: { deletedAt: null, hidePresence: false, ...friendOf(userId) },
    select: { id: true },
  });
  return friends.map((friend) => friend.id);
}

/** Who is told of a person's coming and going: friends, unless that person hides; and not those who hide. */
export async function audienceOf(db: Pick<ReadDb, "user">, userId: number): Promise<number[]> {
  const person = await db.user.findUnique({ where: { id: userId }, select: { hidePresence: true, deletedAt: true } });
  return !person || person.deletedAt || person.hidePresence ? [] : friendsWhoShow(db, userId);
}

type Witness = Pick<Context, "db" | "transaction" | "publish" | "now">;

async function seen(ctx: Witness, userId: number, online: boolean): Promise<void> {
  const now = ctx.now();
  const noted = await ctx.transaction((tx: Tx) =>
    tx.user.updateMany({ where: { id: userId, deletedAt: null }, data: { lastSeenAt: now } }),
  );
  if (noted.count === 0) return;
  const to = await audienceOf(ctx.db, userId);
  if (to.length === 0) return;
  ctx.publish({ name: "presence", data: { user_id: userId, online, last_seen_at: now.toISOString() }, to });
}

/** For the door: a person's first device has come. */
export function personCame(ctx: Witness, userId: number): Promise<void> {
  return seen(ctx, userId, true);
}

/** For the door: a person's last device has gone. */
export function personWent(ctx: Witness, userId: number): Promise<void> {
  return seen(ctx, userId, false);
}

/** Tells friends that the caller now hides, or how they are if they no longer do. */
export async function announceHiding(ctx: Context, nowHides: boolean): Promise<void> {
  const to = await friendsWhoShow(ctx.db, ctx.actor.id);
  if (to.length === 0) return;
  const own = nowHides ? hidden : (await presenceOf(ctx, [ctx.actor.id])).get(ctx.actor.id);
  ctx.publish({ name: "presence", data: { user_id: ctx.actor.id, ...(own ?? hidden) }, to });
}
