import type { Profile, Relation } from "@/lib/contracts/users";
import type { Context } from "@/lib/domain/context";
import { presenceOf } from "@/lib/domain/friends/presence";
import { toUser, type UserRow, userColumns } from "./present";

/** The columns that `profilesOf` needs. */
export const profileColumns = { ...userColumns, about: true } as const;

export interface ProfileRow extends UserRow {
  about: string;
}

type Standing = { relation: Relation; request_id: number | null };

async function standingsOf(ctx: Pick<Context, "actor" | "db">, ids: number[]): Promise<Map<number, Standing>> {
  const me = ctx.actor.id;
  const [friendships, blocks] = await Promise.all([
    ctx.db.friendship.findMany({
      where: {
        OR: [
          { lowId: me, highId: { in: ids } },
          { highId: me, lowId: { in: ids } },
        ],
      },
    }),
    ctx.db.block.findMany({ where: { blockerId: me, blockedId: { in: ids } }, select: { blockedId: true } }),
  ]);
  const standings = new Map<number, Standing>();
  for (const { id, lowId, highId, requesterId, acceptedAt } of friendships) {
    const other = lowId === me ? highId : lowId;
    if (acceptedAt) standings.set(other, { relation: "friend", request_id: null });
    else standings.set(other, { relation: requesterId === me ? "request_sent" : "request_received", request_id: id });
  }
  for (const { blockedId } of blocks) standings.set(blockedId, { relation: "blocked", request_id: null });
  standings.set(me, { relation: "self", request_id: null });
  return standings;
}

/** People as the caller sees them, in the order given. Whom the caller may see at all is asked before. */
export async function profilesOf(
  ctx: Pick<Context, "actor" | "db" | "presence" | "url">,
  rows: ProfileRow[],
): Promise<Profile[]> {
  const ids = rows.map((row) => row.id);
  const [standings, presences] = await Promise.all([standingsOf(ctx, ids), presenceOf(ctx, ids)]);
  return rows.map((row) => ({
    ...toUser(row, ctx),
    about: row.about,
    ...(standings.get(row.id) ?? { relation: "none", request_id: null }),
    ...(presences.get(row.id) ?? { online: false, last_seen_at: null }),
  }));
}
