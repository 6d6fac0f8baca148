import type { CallEvent } from "./transition";

/** What the clock needs to see of a call. */
export interface TimedCall {
  status: string;
  callerId: number;
  ringExpiresAt: Date;
  live: { userId: number; deviceId: string | null; deviceSeenAt: Date }[];
}

/** The columns of `TimedCall`, for a Prisma `select`. */
export const timedColumns = {
  status: true,
  callerId: true,
  ringExpiresAt: true,
  live: { select: { userId: true, deviceId: true, deviceSeenAt: true } },
} as const;

/** What time alone has done to the call by `now`: its ring is over, or a bound device is gone; else null. */
export function overdue(call: TimedCall, now: Date, callGraceMs: number): CallEvent | null {
  if (call.status === "ended") return null;
  if (call.status === "ringing" && now >= call.ringExpiresAt) return { type: "ring_expired", at: now };
  const unseenSince = new Date(now.getTime() - callGraceMs);
  const gone = call.live.find((lease) => lease.deviceId !== null && lease.deviceSeenAt < unseenSince);
  if (!gone) return null;
  return { type: "device_gone", role: gone.userId === call.callerId ? "caller" : "callee", unseenSince, at: now };
}
