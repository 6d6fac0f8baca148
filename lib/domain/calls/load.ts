import { CallStatus, EndReason } from "@/lib/contracts/calls";
import type { Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { type CallRow, callInclude } from "./present";
import type { CallState, Role } from "./transition";

/** What changing a call needs of a context. No actor: the sweep works without one. */
export type CallContext = Pick<
  Context,
  "db" | "transaction" | "hot" | "publish" | "now" | "url" | "limits" | "webhookUrls"
>;

/** The call with its two people. @throws OperationError `not_found` */
export async function loadCall(ctx: Pick<CallContext, "db">, id: string): Promise<CallRow> {
  const row = await ctx.db.call.findUnique({ where: { id }, include: callInclude });
  if (!row) throw refuse("not_found");
  return row;
}

/** The row as the state machine sees it. */
export function stateOf(row: Omit<CallRow, "caller" | "callee">): CallState {
  const { callerDevice, calleeDevice, acceptedAt, endedAt, ringExpiresAt } = row;
  const status = CallStatus.parse(row.status);
  if (status === "ringing") return { status, callerDevice, ringExpiresAt };
  if (status === "ended" && endedAt) {
    return { status, endReason: EndReason.parse(row.endReason), acceptedAt, endedAt };
  }
  if (status === "accepted" && calleeDevice && acceptedAt) {
    return { status, callerDevice, calleeDevice, acceptedAt };
  }
  throw new Error(`call ${row.id} is ${status} but lacks what that needs`);
}

/** What this person is in the call. Only for one of its two people. */
export function roleOf(row: Pick<CallRow, "callerId">, userId: number): Role {
  return row.callerId === userId ? "caller" : "callee";
}

/** The device that is bound to the call for this person; null for a callee who has not accepted. */
export function boundDevice(row: Pick<CallRow, "callerDevice" | "calleeDevice">, role: Role): string | null {
  return role === "caller" ? row.callerDevice : row.calleeDevice;
}
