import type { Context, Tx } from "@/lib/domain/context";

/** Which of one's own sessions: one, or all but one. */
export type WhichSessions = { id: string | { not: string } };

/** Deletes sessions of a person within a transaction; answers the ids that this call has ended. */
export async function deleteSessions(tx: Tx, userId: number, which?: WhichSessions): Promise<string[]> {
  const sessions = await tx.session.findMany({ where: { userId, id: which?.id }, select: { id: true } });
  const ids = sessions.map((session) => session.id);
  await tx.session.deleteMany({ where: { userId, id: { in: ids } } });
  return ids;
}

/** Tells the doors and the person's tabs which sessions are over. */
export function announceRevoked(ctx: Pick<Context, "publish">, userId: number, sessionIds: string[]): void {
  if (sessionIds.length === 0) return;
  ctx.publish({ name: "session.revoked", data: { session_ids: sessionIds }, to: [userId] });
}

/** Ends sessions of the caller, and says so; answers how many there were. */
export async function endSessions(ctx: Context, which: WhichSessions): Promise<number> {
  const ids = await ctx.transaction((tx) => deleteSessions(tx, ctx.actor.id, which));
  announceRevoked(ctx, ctx.actor.id, ids);
  return ids.length;
}
