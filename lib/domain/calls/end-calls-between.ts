import { isOperationError } from "@/lib/domain/errors";
import { type CallContext, roleOf } from "./load";
import { advance } from "./service";

/**
 * Ends the live call between these two, because `who` has blocked the other. Call it after the block is committed:
 * a call that starts at this moment sees the block itself.
 */
export async function endCallsBetween(ctx: CallContext, who: number, other: number): Promise<void> {
  await endCallOf(ctx, who, other);
}

/** Ends the live call of a person who has deleted their account. Call it after that is committed. */
export async function endCallsOf(ctx: CallContext, who: number): Promise<void> {
  await endCallOf(ctx, who, null);
}

async function endCallOf(ctx: CallContext, who: number, other: number | null): Promise<void> {
  const live = await ctx.db.liveCall.findUnique({
    where: { userId: who },
    select: { call: { select: { id: true, callerId: true, calleeId: true } } },
  });
  if (!live) return;
  const { id, callerId, calleeId } = live.call;
  if (other !== null && callerId !== other && calleeId !== other) return;
  try {
    await advance(ctx, id, { type: "parted", by: roleOf(live.call, who), at: ctx.now() });
  } catch (error) {
    // It ended by itself in the meantime, which is what was wanted.
    if (!isOperationError(error) || error.code !== "conflict") throw error;
  }
}
