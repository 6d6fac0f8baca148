import { setTimeout as wait } from "node:timers/promises";
import type { NidaEvent } from "@/lib/contracts/events";
import { type DeviceLease, graceAtStart, renewLeases, sweepCalls } from "@/lib/domain/calls";
import { foldMessages } from "@/lib/domain/chat";
import { sweepOrphans, sweepUnsent } from "@/lib/domain/uploads";
import { giveUpDeliveries } from "@/lib/domain/webhooks/deliveries";
import { asServer } from "./context";
import { databaseFaultOf } from "./error-codes";
import { sweepIncoming } from "./form";
import { noticeReader } from "./operator/notices";
import { presumedAt, signEveryMs } from "./realtime/signs-of-life";
import { resources } from "./resources";

const SWEEP_EVERY_MS = 500;
const HOUR_MS = 3_600_000;
/** how long a webhook waits to be taken: a week */
const WEBHOOKS_WAIT_MS = 7 * 24 * HOUR_MS;

/** When a door of this process last heard the device, in milliseconds since 1970; null when it holds no connection of it. */
type LastHeard = (device: DeviceLease) => number | null;

/**
 * Starts what the server does unasked. Every sweep is a guarded write, so any number of nodes may run it.
 * @param tell told what a command of the operator has done, for the clients of this process
 */
export async function startSweeps(lastHeard: LastHeard, tell: (event: NidaEvent) => void): Promise<{ stop(): void }> {
  const { database, settings } = resources();
  await graceAtStart(database, new Date());
  const notices = await noticeReader(database.db);
  const folding = new AbortController();
  void foldOldMessages(folding.signal);
  const stops = [
    () => folding.abort(),
    every(SWEEP_EVERY_MS, "calls", () => asServer(sweepCalls)),
    every(SWEEP_EVERY_MS, "notices", async () => (await notices()).forEach(tell)),
    every(HOUR_MS, "unsent files", () => asServer(sweepUnsent)),
    sweepIncomingHourly(),
    every(HOUR_MS, "webhooks", giveUpWebhooks),
    every(6 * HOUR_MS, "orphan files", () => asServer(sweepOrphans)),
    every(signEveryMs(settings.callGraceMs), "leases", () => renewHeldLeases(lastHeard)),
  ];
  return {
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/** What a host of pages does as well: files come in to its own disk. Answers how to stop it. */
export function sweepIncomingHourly(): () => void {
  return every(HOUR_MS, "incoming files", () => sweepIncoming(new Date()));
}

/** How long messages wait for their search text between two steps, in milliseconds: sends go first. */
const FOLD_PAUSE_MS = 20;

/** Once a start: what an older version has stored becomes findable, a little at a time. */
async function foldOldMessages(signal: AbortSignal): Promise<void> {
  const { database, log } = resources();
  try {
    for (let after: number | null = 0; after !== null && !signal.aborted; await wait(FOLD_PAUSE_MS)) {
      after = await foldMessages(database, after);
    }
  } catch (error) {
    if (!signal.aborted) log.error({ err: error }, "old messages were not made findable; the next start goes on");
  }
}

/** Devices in a call whose connections this process holds are there, or were until they fell silent. */
async function renewHeldLeases(lastHeard: LastHeard): Promise<void> {
  const { database, settings } = resources();
  const live = await database.db.liveCall.findMany({
    where: { deviceId: { not: null } },
    select: { userId: true, deviceId: true },
  });
  const now = Date.now();
  const seen = new Map<number, DeviceLease[]>();
  for (const { userId, deviceId } of live) {
    if (!deviceId) continue;
    const heardAt = lastHeard({ userId, deviceId });
    if (heardAt === null) continue;
    const at = presumedAt(heardAt, now, settings.callGraceMs);
    seen.set(at, [...(seen.get(at) ?? []), { userId, deviceId }]);
  }
  for (const [at, leases] of seen) await renewLeases(database, new Date(at), leases);
}

/** What nobody has taken for a week. It only named what happened, which is still there to be asked for. */
async function giveUpWebhooks(): Promise<void> {
  const { database, log } = resources();
  const before = new Date(Date.now() - WEBHOOKS_WAIT_MS);
  for (const { endpoint, events } of await giveUpDeliveries(database, before)) {
    log.error({ endpoint: new URL(endpoint).host, events, before }, "webhooks that nobody took were given up");
  }
}

/** Runs `work` again and again, never twice at once; a failure is logged and the next turn tries again. */
function every(ms: number, name: string, work: () => Promise<unknown>): () => void {
  let running = false;
  const timer = setInterval(async () => {
    if (running) return;
    running = true;
    try {
      await work();
    } catch (error) {
      const fault = databaseFaultOf(error);
      if (fault) resources().metrics?.databaseFailed(fault);
      resources().log.error({ err: error, sweep: name }, "sweep failed");
    } finally {
      running = false;
    }
  }, ms);
  return () => clearInterval(timer);
}
