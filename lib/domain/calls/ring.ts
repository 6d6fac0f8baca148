import { randomUUID } from "node:crypto";
import { postCallMessage } from "@/lib/domain/chat/post-call-message";
import { isUniqueViolation } from "@/lib/domain/errors";
import type { CallContext } from "./load";
import { type CallRow, callInclude } from "./present";
import { announceEnd } from "./service";

/** A call that somebody wants to make, from one device. */
export interface Attempt {
  conversationId: number;
  callerId: number;
  calleeId: number;
  device: string;
}

function columns(ctx: CallContext, attempt: Attempt) {
  const now = ctx.now();
  return {
    id: randomUUID(),
    conversationId: attempt.conversationId,
    callerId: attempt.callerId,
    calleeId: attempt.calleeId,
    callerDevice: attempt.device,
    createdAt: now,
    ringExpiresAt: new Date(now.getTime() + ctx.limits.ringTimeoutMs),
  };
}

/** Makes a ringing call; null when one of the two has a live call already, which their LiveCall rows decide. */
export async function ring(ctx: CallContext, attempt: Attempt): Promise<CallRow | null> {
  const { callerId, calleeId, device } = attempt;
  try {
    return await ctx.transaction(async (tx) => {
      const row = await tx.call.create({
        data: { ...columns(ctx, attempt), status: "ringing" },
        include: callInclude,
      });
      const lease = { callId: row.id, deviceSeenAt: row.createdAt };
      const leases = [
        { ...lease, userId: callerId, deviceId: device },
        { ...lease, userId: calleeId, deviceId: null },
      ];
      // In the order of ids: two people ringing each other would otherwise wait for each other's row.
      await tx.liveCall.createMany({ data: leases.sort((a, b) => a.userId - b.userId) });
      return row;
    });
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

/** Keeps a call that could not ring, so that the callee finds it in the chat, and tells both. */
export async function leaveBusy(ctx: CallContext, attempt: Attempt): Promise<CallRow> {
  const { row, message } = await ctx.transaction(async (tx) => {
    const data = columns(ctx, attempt);
    const row = await tx.call.create({
      data: { ...data, status: "ended", endReason: "busy", endedAt: data.createdAt },
      include: callInclude,
    });
    return { row, message: await postCallMessage(tx, row, ctx) };
  });
  announceEnd(ctx, row, message);
  return row;
}
