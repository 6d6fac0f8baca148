import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import type { Context } from "@/lib/domain/context";
import { webhookBody } from "@/lib/domain/webhooks/body";
import { type Delivery, endDelivery, putOffDelivery, takeDeliveries } from "@/lib/domain/webhooks/deliveries";
import { openBell } from "./bell";
import { post } from "./post";

/** Milliseconds, but for `width`. */
const usual = {
  /** how many are on their way at once, each of another lane */
  width: 8,
  /** how often the table is looked at when nothing wakes us: another process may have written to it */
  lookMs: 1000,
  timeoutMs: 15_000,
  /** how long after that another node may take a delivery up, because this one must be gone */
  leaseMs: 15_000,
  firstRetryMs: 1000,
  lastRetryMs: 300_000,
  /** the longest pause between two attempts at an endpoint that takes nothing at all */
  lastPauseMs: 10_000,
  /** how long a stop waits for what is under way */
  partingMs: 2000,
};
export type EndpointTimes = Partial<typeof usual>;

export interface Endpoint {
  /** something may be due */
  wake(): void;
  close(): Promise<void>;
}

/**
 * Tells one endpoint what waits for it in the table, the lanes in turns and each in its order, until it has taken it.
 * While it takes nothing it is tried with one event at a time, ever more patiently.
 */
export function openEndpoint(
  to: { url: string; secret: string },
  ctx: Pick<Context, "db" | "hot" | "url">,
  log: Logger,
  options: EndpointTimes = {},
): Endpoint {
  const times = { ...usual, ...options };
  // Not the whole URL: it may hold a key.
  const endpoint = new URL(to.url).host;
  const bell = openBell();
  const underWay = new Map<AbortController, Promise<void>>();
  let open = true;
  let failures = 0;
  let pausedUntil = 0;
  let lastLane = "";

  const backoff = (attempts: number, most: number) =>
    Math.min(most, times.firstRetryMs * 2 ** Math.min(attempts - 1, 20)) * (0.5 + Math.random() / 2);

  async function attempt({ id, eventId, attempts, type, subject }: Delivery, signal: AbortSignal): Promise<void> {
    const body = await webhookBody(ctx, { type, subject });
    if (!body) return endDelivery(ctx, id);
    const fault = await post(to, { id: eventId, body: JSON.stringify(body) }, signal);
    if (!fault) {
      await endDelivery(ctx, id);
      if (failures > 0) log.info({ endpoint }, "webhooks are taken again");
      failures = pausedUntil = 0;
      return;
    }
    failures += 1;
    const asked = Math.min(fault.retryAfterMs, times.lastRetryMs);
    pausedUntil = Date.now() + Math.max(asked, backoff(failures, times.lastPauseMs));
    const again = Date.now() + Math.max(asked, backoff(attempts, times.lastRetryMs));
    log.warn({ endpoint, type, subject, attempts, fault: fault.text }, "a webhook was not taken; it is tried again");
    await putOffDelivery(ctx, id, new Date(again));
  }

  function begin(delivery: Delivery): void {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(new Error("no answer in time")), times.timeoutMs);
    const work = attempt(delivery, stop.signal)
      // Nothing is lost: the row is there, and due when its lease is over.
      .catch((err: unknown) => log.error({ err, endpoint }, "a webhook was not tried"))
      .finally(() => {
        clearTimeout(timer);
        underWay.delete(stop);
        bell.ring();
      });
    underWay.set(stop, work);
  }

  async function takeUp(most: number): Promise<Delivery[]> {
    const now = new Date();
    const until = new Date(now.getTime() + times.timeoutMs + times.leaseMs);
    try {
      const taken = await takeDeliveries(ctx, { endpoint: to.url, now, until, most, after: lastLane });
      lastLane = taken.at(-1)?.lane ?? lastLane;
      return taken;
    } catch (err) {
      log.error({ err, endpoint }, "webhooks could not be taken up");
      return [];
    }
  }

  async function serve(): Promise<void> {
    while (open) {
      const pause = pausedUntil - Date.now();
      const room = pause > 0 ? 0 : (failures > 0 ? 1 : times.width) - underWay.size;
      const taken = room > 0 ? await takeUp(room) : [];
      for (const delivery of taken) begin(delivery);
      if (taken.length === 0) await bell.wait(pause > 0 ? pause : times.lookMs);
    }
  }

  const serving = serve();
  return {
    wake: bell.ring,
    async close() {
      open = false;
      bell.ring();
      await serving;
      const all = Promise.all(underWay.values());
      await Promise.race([all, wait(times.partingMs)]);
      for (const stop of underWay.keys()) stop.abort(new Error("this server stops"));
      await all;
    },
  };
}
