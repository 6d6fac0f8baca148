import { isOperationError } from "@/lib/domain/errors";
import type { CallContext } from "./load";
import { overdue, timedColumns } from "./overdue";
import { advance } from "./service";

/**
 * Ends rings whose time is over (missed) and calls whose device is gone longer than the grace, and removes what an
 * ended call may have left behind. Every write is guarded, so any number of nodes may run it at once.
 * Answers how many calls it ended. An error that ends none is thrown; one beside others shows again at the next sweep,
 * because the events of the calls that did end must not be lost with it.
 */
export async function sweepCalls(ctx: CallContext): Promise<number> {
  let ended = 0;
  let trouble: unknown = null;
  for (const { id, event } of await dueCalls(ctx)) {
    try {
      await advance(ctx, id, event);
      ended++;
    } catch (error) {
      // Somebody was faster: another node's sweep, or one of the two people.
      if (!isOperationError(error)) trouble = error;
    }
  }
  if (trouble && ended === 0) throw trouble;
  await removeLeftovers(ctx);
  return ended;
}

async function dueCalls(ctx: CallContext) {
  const now = ctx.now();
  const unseenSince = new Date(now.getTime() - ctx.limits.callGraceMs);
  // Asked of the live rows, which are few, not of all calls ever made.
  const rows = await ctx.db.liveCall.findMany({
    where: {
      OR: [
        { call: { status: "ringing", ringExpiresAt: { lte: now } } },
        { deviceId: { not: null }, deviceSeenAt: { lt: unseenSince } },
      ],
    },
    select: { callId: true, call: { select: timedColumns } },
  });
  const calls = new Map(rows.map((row) => [row.callId, row.call]));
  return [...calls].flatMap(([id, call]) => {
    const event = overdue(call, now, ctx.limits.callGraceMs);
    return event ? [{ id, event }] : [];
  });
}

/** Frees people whom an ended call still holds. No write of this house leaves that; a repaired database may. */
export async function removeLeftovers(ctx: CallContext): Promise<void> {
  const where = { call: { status: "ended" } };
  if ((await ctx.db.liveCall.count({ where })) === 0) return;
  await ctx.transaction((tx) => tx.liveCall.deleteMany({ where }));
}
