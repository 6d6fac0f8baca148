import type { FriendRequest } from "@/lib/contracts/friends";
import type { Context } from "@/lib/domain/context";
import { toUser, type UserRow, userColumns } from "@/lib/domain/users/present";
import { otherOf } from "./pair";
import { presenceOf } from "./presence";

/** The columns that the events below need of a friendship. */
export const friendshipColumns = {
  id: true,
  lowId: true,
  highId: true,
  requesterId: true,
  createdAt: true,
  acceptedAt: true,
  low: { select: userColumns },
  high: { select: userColumns },
} as const;

export interface FriendshipRow {
  id: number;
  lowId: number;
  highId: number;
  requesterId: number;
  createdAt: Date;
  acceptedAt: Date | null;
  low: UserRow;
  high: UserRow;
}

type Teller = Pick<Context, "publish" | "url">;

/** The request as `viewer`, one of its two people, sees it. */
export function toRequest(ctx: Pick<Context, "url">, row: FriendshipRow, viewer: number): FriendRequest {
  const other = row.lowId === viewer ? row.high : row.low;
  return { id: row.id, user: toUser(other, ctx), created_at: row.createdAt.toISOString() };
}

/** Each of the two is told of the other. */
export function announceRequest(ctx: Teller, row: FriendshipRow): void {
  for (const viewer of [row.lowId, row.highId]) {
    const direction = row.requesterId === viewer ? "outgoing" : "incoming";
    ctx.publish({ name: "friend.requested", data: { ...toRequest(ctx, row, viewer), direction }, to: [viewer] });
  }
}

/** Each of the two is told of the other, and whether the other is there. */
export async function announceFriendship(
  ctx: Teller & Pick<Context, "db" | "actor" | "presence">,
  row: FriendshipRow,
): Promise<void> {
  for (const viewer of [row.lowId, row.highId]) {
    const { user } = toRequest(ctx, row, viewer);
    ctx.publish({ name: "friend.accepted", data: { request_id: row.id, user }, to: [viewer] });
    const seenBy = { ...ctx, actor: { id: viewer, sessionId: ctx.actor.sessionId } };
    const presence = (await presenceOf(seenBy, [user.id])).get(user.id);
    if (presence) ctx.publish({ name: "presence", data: { user_id: user.id, ...presence }, to: [viewer] });
  }
}

/** Friendship or request is gone: each of the two is told that the other is. */
export function announceParting(
  ctx: Pick<Context, "publish">,
  row: Pick<FriendshipRow, "id" | "lowId" | "highId">,
): void {
  for (const viewer of [row.lowId, row.highId]) {
    ctx.publish({
      name: "friend.removed",
      data: { user_id: otherOf(row, viewer), request_id: row.id },
      to: [viewer],
    });
  }
}
