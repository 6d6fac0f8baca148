import type { Context, Database } from "@/lib/domain/context";
import { statement } from "@/lib/domain/sql";

/** One person's device, as it is bound to a call. */
export interface DeviceLease {
  userId: number;
  deviceId: string;
}

// SQLite takes an expression at most 1000 deep.
const CHUNK = 100;

const bound = statement<[userId: number, deviceId: string], { id: number }>(
  `SELECT user_id AS "id" FROM live_calls WHERE user_id = $1 AND device_id = $2`,
);

/** Says that these devices were seen at `now`. Devices without a call are passed over. */
export async function renewLeases(
  { hot, transaction }: Pick<Database, "hot" | "transaction">,
  now: Date,
  leases: DeviceLease[],
): Promise<void> {
  // Nearly all who come have no call; for them nothing is written.
  const rows = await Promise.all(leases.map(({ userId, deviceId }) => hot.read.all(bound, userId, deviceId)));
  const live = leases.filter((_, at) => (rows[at]?.length ?? 0) > 0);
  for (let from = 0; from < live.length; from += CHUNK) {
    const these = live.slice(from, from + CHUNK).map(({ userId, deviceId }) => ({ userId, deviceId }));
    await transaction((tx) =>
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
  ctx: Pick<Context, "db" | "hot" | "transaction" | "limits">,
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
