import type { Context, Database } from "@/lib/domain/context";

/** One person's device, as it is bound to a call. */
export interface DeviceLease {
  userId: number;
  deviceId: string;
}

// SQLite takes an expression at most 1000 deep.
const CHUNK = 100;

/** Says that these devices were seen at `now`. Devices without a call are passed over. */
export async function renewLeases(
  database: Pick<Database, "transaction">,
  now: Date,
  leases: DeviceLease[],
): Promise<void> {
  for (let from = 0; from < leases.length; from += CHUNK) {
    const these = leases.slice(from, from + CHUNK).map(({ userId, deviceId }) => ({ userId, deviceId }));
    await database.transaction((tx) =>
      // Never backwards: another node may have seen the device a moment later.
      tx.liveCall.updateMany({ where: { OR: these, deviceSeenAt: { lt: now } }, data: { deviceSeenAt: now } }),
    );
  }
}

/** A server that starts gives every call its full grace anew, so that a slow restart ends none. */
export async function graceAtStart(database: Pick<Database, "transaction">, now: Date): Promise<void> {
  await database.transaction((tx) =>
    tx.liveCall.updateMany({ where: { deviceSeenAt: { lt: now } }, data: { deviceSeenAt: now } }),
  );
}

/** Renews the lease of the device that speaks, if a good part of the grace is gone: most signals come in bursts. */
export async function keepLease(
  ctx: Pick<Context, "db" | "transaction" | "limits">,
  now: Date,
  lease: DeviceLease,
): Promise<void> {
  const live = await ctx.db.liveCall.findUnique({
    where: { userId: lease.userId },
    select: { deviceId: true, deviceSeenAt: true },
  });
  if (live?.deviceId !== lease.deviceId) return;
  if (now.getTime() - live.deviceSeenAt.getTime() > ctx.limits.callGraceMs / 4) await renewLeases(ctx, now, [lease]);
}
