import { isOperationError, refuse } from "@/lib/domain/errors";
import { boundDevice, type CallContext, roleOf } from "./load";
import { overdue, timedColumns } from "./overdue";
import { type CallRow, callInclude } from "./present";
import { type Attempt, leaveBusy } from "./ring";
import { advance } from "./service";
import { removeLeftovers } from "./sweep";
import type { CallEvent } from "./transition";

/** Lets it happen to the call; null when somebody was faster and the truth has to be read again. */
async function tryAdvance(ctx: CallContext, id: string, event: CallEvent): Promise<CallRow | null> {
  try {
    return await advance(ctx, id, event);
  } catch (error) {
    if (isOperationError(error) && error.code === "conflict") return null;
    throw error;
  }
}

async function liveCallOf(ctx: CallContext, userId: number) {
  const live = await ctx.db.liveCall.findUnique({
    where: { userId },
    include: { call: { include: { ...callInclude, live: timedColumns.live } } },
  });
  return live?.call ?? null;
}

/**
 * What a call attempt becomes when one of the two has a live call already: that call, one that ends as busy, or
 * null for "try again" when what was in the way is over.
 * @throws OperationError `conflict` (`device_not_bound`, `in_call`)
 */
export async function resolveClash(ctx: CallContext, attempt: Attempt): Promise<CallRow | null> {
  const { callerId: me, calleeId: other, device } = attempt;
  const [mine, theirs] = await Promise.all([liveCallOf(ctx, me), liveCallOf(ctx, other)]);
  for (const call of [mine, theirs]) {
    if (call?.status === "ended") {
      await removeLeftovers(ctx);
      return null;
    }
    const event = call && overdue(call, ctx.now(), ctx.limits.callGraceMs);
    if (!event) continue;
    await tryAdvance(ctx, call.id, event);
    return null;
  }
  if (mine && mine.callerId !== other && mine.calleeId !== other) throw refuse("conflict", "in_call");
  if (!mine) return theirs ? leaveBusy(ctx, attempt) : null;
  const role = roleOf(mine, me);
  if (mine.status === "ringing" && role === "callee") {
    return tryAdvance(ctx, mine.id, { type: "accept", by: "callee", device, at: ctx.now() });
  }
  if (boundDevice(mine, role) !== device) throw refuse("conflict", "device_not_bound");
  return mine;
}
