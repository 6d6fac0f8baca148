import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import type { NidaEvent } from "@/lib/contracts/events";
import type { PusherSettings } from "@/lib/server/env";
import { inPusherTerms } from "./channels-of";
import { fitting } from "./fitting";
import type { Door } from "./publisher";
import { type Publication, send, type Waiting } from "./pusher-api";

/** Milliseconds, but for the numbers of events. */
const usual = {
  /** events that may wait; beyond it the oldest are dropped */
  maxWaiting: 5000,
  firstRetryMs: 500,
  lastRetryMs: 30_000,
  timeoutMs: 10_000,
  /** a ring or a typing that comes later than this would be wrong */
  momentMs: 30_000,
  /** how long a stop waits for what is still to go out */
  partingMs: 2000,
};

/** Pusher takes at most ten events in one call. */
const BATCH = 10;
/** What is of its moment only; all else is worth hearing late. */
const momentary = /^(typing|presence|incoming_call|call\.)/;

export interface Carrier extends Door {
  /** events that did not go out yet */
  waiting(): number;
  /** Gives what waits a last chance, then forgets it. */
  close(): Promise<void>;
}

/** Carries every event to hosted Pusher, or a server like it, in order; an outage is waited out and delays nobody. */
export function openPusherCarrier(settings: PusherSettings, log: Logger, options: Partial<typeof usual> = {}): Carrier {
  const times = { ...usual, ...options };
  const waiting: Waiting[] = [];
  const closing = new AbortController();
  let failures = 0;
  let dropped = 0;
  let isSending = false;
  let work = Promise.resolve();

  const enqueue = (item: Waiting) => {
    waiting.push(item);
    if (waiting.length <= times.maxWaiting) return;
    waiting.shift();
    dropped += 1;
  };
  const begin = () => {
    if (isSending) return;
    isSending = true;
    work = sendAll();
  };

  async function sendAll(): Promise<void> {
    while (waiting.length > 0 && (await sendNext())) {}
    // At once when nothing is left: what comes now must find that nobody sends.
    isSending = false;
  }

  /** Sends the next events, or waits for a better time; false when there will be none. */
  async function sendNext(): Promise<boolean> {
    const items = nextOf(waiting).filter((item) => !("name" in item) || isWorthIt(item, times.momentMs));
    const fault = items.length > 0 ? await send(settings, items, times.timeoutMs) : null;
    if (fault?.again) {
      waiting.unshift(...items);
      failures += 1;
      if (closing.signal.aborted) return false;
      log.warn({ fault: fault.text, waiting: waiting.length, dropped }, "Pusher does not take events; they wait");
      const pause = Math.min(times.lastRetryMs, times.firstRetryMs * 2 ** Math.min(failures - 1, 10));
      await wait(pause * (0.5 + Math.random() / 2), null, { signal: closing.signal, ref: false }).catch(() => {});
      return true;
    }
    if (fault) log.error({ fault: fault.text, events: items.length }, "Pusher refused events");
    else if (failures > 0) log.info({ dropped }, "Pusher takes events again");
    failures = 0;
    dropped = 0;
    return true;
  }

  return {
    deliver(event) {
      for (const publication of publicationsOf(event, log)) enqueue(publication);
      if (event.name === "session.revoked") for (const terminate of event.to) enqueue({ terminate });
      if (waiting.length > 0) begin();
    },
    waiting: () => waiting.length,
    async close() {
      closing.abort();
      const late = new AbortController();
      await Promise.race([work, wait(times.partingMs, null, { signal: late.signal }).catch(() => {})]);
      late.abort();
      if (waiting.length > 0) log.warn({ events: waiting.length }, "stopped before Pusher took these events");
    },
  };
}

function publicationsOf(event: NidaEvent, log: Logger): Publication[] {
  const { channels, name, data } = inPusherTerms(event);
  if (channels.length === 0) return [];
  const text = fitting(data);
  if (text === null) log.warn({ event: name }, "an event is larger than Pusher takes");
  return text === null ? [] : channels.map((channel) => ({ channel, name, data: text, at: Date.now() }));
}

const isWorthIt = ({ name, at }: Publication, momentMs: number) => !momentary.test(name) || Date.now() - at < momentMs;

/** Takes what goes out in one call: one ending of connections, or up to ten events in their order. */
function nextOf(waiting: Waiting[]): Waiting[] {
  const until = waiting.slice(0, BATCH).findIndex((item) => "terminate" in item);
  return waiting.splice(0, until === 0 ? 1 : until > 0 ? until : BATCH);
}
