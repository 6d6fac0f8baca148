import type { Profile, Relation } from "@/lib/contracts/users";
import type { Context } from "@/lib/domain/context";
import { presenceOf } from "@/lib/domain/friends/presence";
import { toUser, type UserRow, userColumns } from "./present";

/** The columns that `profilesOf` needs. */
export const profileColumns = { ...userColumns, about: true } as const;

export interface ProfileRow extends UserRow {
  about: string;
}

type Relationship = { relation: Relation; request_id: number | null };

async function relationshipsOf(ctx: Pick<Context, "actor" | "db">, ids: number[]): Promise<Map<number, Relationship>> {
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
  const relationships = new Map<number, Relationship>();
  for (const { id, lowId, highId, requesterId, acceptedAt } of friendships) {
    const other = lowId === me ? highId : lowId;
    if (acceptedAt) relationships.set(other, { relation: "friend", request_id: null });
    else
      relationships.set(other, { relation: requesterId === me ? "request_sent" : "request_received", request_id: id });
  }
  for (const { blockedId } of blocks) relationships.set(blockedId, { relation: "blocked", request_id: null });
  relationships.set(me, { relation: "self", request_id: null });
  return relationships;
}

/** People as the caller sees them, in the order given. Whom the caller may see at all is asked before. */
export async function profilesOf(
  ctx: Pick<Context, "actor" | "db" | "presence" | "url">,
  rows: ProfileRow[],
): Promise<Profile[]> {
  const ids = rows.map((row) => row.id);
  const [relationships, presences] = await Promise.all([relationshipsOf(ctx, ids), presenceOf(ctx, ids)]);
  return rows.map((row) => ({
    ...toUser(row, ctx),
    about: row.about,
    ...(relationships.get(row.id) ?? { relation: "none", request_id: null }),
    ...(presences.get(row.id) ?? { online: false, last_seen_at: null }),
  }));
}
