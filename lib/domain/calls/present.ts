import { type Call, CallStatus, EndReason } from "@/lib/contracts/calls";
import type { Context } from "@/lib/domain/context";
import { toUser, type UserRow, userColumns } from "@/lib/domain/users/present";

/** What `toCall` needs beside a call's own columns, for a Prisma `include`. */
export const callInclude = { caller: { select: userColumns }, callee: { select: userColumns } } as const;

/** A call as the database keeps it, with its two people. */
export interface CallRow {
  id: string;
  conversationId: number;
  callerId: number;
  calleeId: number;
  status: string;
  endReason: string | null;
  callerDevice: string;
  calleeDevice: string | null;
  createdAt: Date;
  ringExpiresAt: Date;
  acceptedAt: Date | null;
  endedAt: Date | null;
  caller: UserRow;
  callee: UserRow;
}

function secondsTalked(row: Pick<CallRow, "acceptedAt" | "endedAt">): number | null {
  if (!row.endedAt) return null;
  if (!row.acceptedAt) return 0;
  return Math.max(0, Math.floor((row.endedAt.getTime() - row.acceptedAt.getTime()) / 1000));
}

/** A call as both its people see it; times are ISO 8601 in UTC, `duration_s` whole seconds. */
export function toCall(row: CallRow, ctx: Pick<Context, "url">): Call {
  return {
    id: row.id,
    conversation_id: row.conversationId,
    caller: toUser(row.caller, ctx),
    callee: toUser(row.callee, ctx),
    status: CallStatus.parse(row.status),
    end_reason: EndReason.nullable().parse(row.endReason),
    created_at: row.createdAt.toISOString(),
    ring_expires_at: row.ringExpiresAt.toISOString(),
    accepted_at: row.acceptedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
    duration_s: secondsTalked(row),
    caller_device_id: row.callerDevice,
    callee_device_id: row.calleeDevice,
  };
}
