import type { Context } from "@/lib/domain/context";
import { pairOf } from "@/lib/domain/friends/pair";
import type { CallRow } from "./present";
import { hasRelay } from "./relay";

type WarmContext = Pick<Context, "db" | "transaction" | "ice">;
type Pair = Pick<CallRow, "id" | "callerId" | "calleeId">;

/**
 * Whether the two may prepare their connection while it rings, which tells the caller the callee's address: friends
 * only, and not when the callee hides the address and there is no relay to hide it behind.
 */
async function mayPrepare(ctx: Pick<WarmContext, "db" | "ice">, call: Pair): Promise<boolean> {
  const [friendship, callee] = await Promise.all([
    ctx.db.friendship.findUnique({
      where: { lowId_highId: pairOf(call.callerId, call.calleeId) },
      select: { acceptedAt: true },
    }),
    ctx.db.user.findUnique({ where: { id: call.calleeId }, select: { relayOnly: true } }),
  ]);
  return Boolean(friendship?.acceptedAt && callee && (!callee.relayOnly || hasRelay(ctx.ice)));
}

/**
 * Makes this device of the callee the one that prepares its connection, unless another (but the one whose place it takes)
 * was first or the call rings no more. Answers whether it is the one.
 */
export async function warmUp(ctx: WarmContext, call: Pair, device: string, insteadOf?: string): Promise<boolean> {
  if (!(await mayPrepare(ctx, call))) return false;
  const { count } = await ctx.transaction((tx) =>
    tx.liveCall.updateMany({
      where: {
        userId: call.calleeId,
        callId: call.id,
        // Set by an answer: it must hold also for one that is being written at this moment.
        deviceId: null,
        call: { status: "ringing" },
        OR: [{ warmDeviceId: null }, { warmDeviceId: { in: insteadOf ? [device, insteadOf] : [device] } }],
      },
      data: { warmDeviceId: device },
    }),
  );
  return count === 1;
}

/** The callee's device that prepares its connection while it rings, or null when none does or may any more. */
export async function warmDeviceOf(ctx: Pick<WarmContext, "db" | "ice">, call: Pair): Promise<string | null> {
  const live = await ctx.db.liveCall.findUnique({
    where: { userId: call.calleeId },
    select: { callId: true, warmDeviceId: true },
  });
  if (live?.callId !== call.id || !live.warmDeviceId) return null;
  return (await mayPrepare(ctx, call)) ? live.warmDeviceId : null;
}
