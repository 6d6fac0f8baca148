import type { Presence } from "@/lib/contracts/users";
import type { Context, Sql } from "@/lib/domain/context";
import { statement, timeText } from "@/lib/domain/sql";

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

const half = (mine: "low_id" | "high_id", theirs: "low_id" | "high_id") => `
  SELECT friend.id AS "id"
  FROM friendships f JOIN users me ON me.id = f.${mine} JOIN users friend ON friend.id = f.${theirs}
  WHERE f.${mine} = $1 AND f.accepted_at IS NOT NULL
    AND me.deleted_at IS NULL AND me.hide_presence = FALSE
    AND friend.deleted_at IS NULL AND friend.hide_presence = FALSE`;
const audience = statement<[userId: number], { id: number }>(
  `${half("low_id", "high_id")} UNION ALL ${half("high_id", "low_id")}`,
);

/** Who is told of a person's coming and going: friends, unless that person hides; and not those who hide. */
export async function audienceOf(sql: Sql, userId: number): Promise<number[]> {
  return (await sql.all(audience, userId)).map(({ id }) => id);
}

const note = statement<[userId: number, at: string], { id: number }>(
  `UPDATE users SET last_seen_at = $2 WHERE id = $1 AND deleted_at IS NULL RETURNING id AS "id"`,
);

/**
 * For the door: a person's first device has come, or their last one has gone. Friends are told what is so once it is
 * written down: that may have taken its time, and the person may be there again.
 */
export async function personSeen(
  { hot, publish, now, presence }: Pick<Context, "hot" | "publish" | "now" | "presence">,
  userId: number,
): Promise<void> {
  const at = now();
  // After a restart all come at once: their times share a commit.
  const noted = await hot.later.all(note, userId, timeText(at));
  if (noted.length === 0) return;
  const to = await audienceOf(hot.read, userId);
  if (to.length === 0) return;
  const online = (await presence.online([userId])).has(userId);
  publish({ name: "presence", data: { user_id: userId, online, last_seen_at: at.toISOString() }, to });
}

/** Tells friends that the caller now hides, or how they are if they no longer do. */
export async function announceHiding(ctx: Context, nowHides: boolean): Promise<void> {
  const friends = await ctx.db.user.findMany({
    where: { deletedAt: null, hidePresence: false, ...friendOf(ctx.actor.id) },
    select: { id: true },
  });
  if (friends.length === 0) return;
  const to = friends.map(({ id }) => id);
  const own = nowHides ? hidden : (await presenceOf(ctx, [ctx.actor.id])).get(ctx.actor.id);
  ctx.publish({ name: "presence", data: { user_id: ctx.actor.id, ...(own ?? hidden) }, to });
}
