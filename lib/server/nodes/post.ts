import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import type { NidaEvent } from "@/lib/contracts/events";
import type { PresenceSource } from "@/lib/domain/context";
import type { Door } from "@/lib/server/broadcast/publisher";
import { signedQuery } from "@/lib/server/broadcast/signature";
import { postApp } from "./post-app";

/** Milliseconds, but for the number of events. */
const usual = {
  /** events that may wait; beyond it the oldest are dropped, and all clients are told to ask what they missed */
  maxWaiting: 5000,
  firstRetryMs: 200,
  lastRetryMs: 5000,
  timeoutMs: 5000,
  /** who is online is not worth a longer wait */
  presenceMs: 1000,
};

/** Characters of events that go out in one call. */
const BATCH_SIZE = 256 * 1024;

/** The events of a batch that says only that others were lost. */
const NONE = "[]";

/** The socket host, as a host of pages sees it. */
export interface Post extends Door {
  presence: PresenceSource;
  reachable(): boolean;
  /** events that did not go out yet */
  waiting(): number;
  /** Gives what waits a last chance. */
  close(): Promise<void>;
}

interface Batch {
  n: number;
  lost: boolean;
  events: string;
}

/**
 * Takes events to the socket host by signed HTTP, where no Redis is between the two: in order, each once, again and
 * again until it answers.
 */
export function openPost(
  { socketUrl, secret }: { socketUrl: string; secret: string },
  log: Logger,
  options: Partial<typeof usual> = {},
): Post {
  const times = { ...usual, ...options };
  const app = postApp(secret);
  const from = randomUUID();
  const queue: string[] = [];
  const closing = new AbortController();
  let spoken = 0;
  let lost = false;
  let away = false;
  let askAgainAt = 0;
  let sending: Batch | null = null;
  let work: Promise<void> | null = null;

  async function call(path: string, body: string, timeoutMs: number): Promise<unknown> {
    const query = signedQuery(app, { method: "POST", path, query: {}, body }, new Date());
    const answer = await fetch(`${socketUrl}${path}?${query}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await answer.text();
    if (!answer.ok) {
      throw Object.assign(new Error(`${answer.status} ${text.slice(0, 200)}`), { status: answer.status });
    }
    return JSON.parse(text);
  }

  function next(): Batch | null {
    let size = 0;
    let count = 0;
    while (count < queue.length && size < BATCH_SIZE) size += queue[count++]?.length ?? 0;
    if (count === 0 && !lost) return null;
    const batch = { n: ++spoken, lost, events: `[${queue.splice(0, count).join(",")}]` };
    lost = false;
    return batch;
  }

  async function send({ n, events, ...batch }: Batch): Promise<boolean> {
    try {
      const body = `{"from":"${from}","n":${n},"lost":${batch.lost},"events":${events}}`;
      await call("/nida/events", body, times.timeoutMs);
      if (away) log.info("the socket host takes events again");
      away = false;
      return true;
    } catch (error) {
      if (isNeverTaken(error) && events !== NONE) {
        // All others would wait behind it for ever: clients ask for it instead.
        log.error({ fault: reasonOf(error) }, "the socket host does not understand events: are both of one version?");
        lost = true;
        return true;
      }
      if (!away) log.warn({ fault: reasonOf(error) }, "the socket host does not take events; they wait");
      away = true;
      return false;
    }
  }

  async function sendAll(): Promise<void> {
    for (sending ??= next(); sending; sending = next()) {
      // A batch whose answer is lost goes out again under its number.
      for (let tries = 0; !(await send(sending)); tries += 1) {
        if (closing.signal.aborted) return;
        const pause = Math.min(times.lastRetryMs, times.firstRetryMs * 2 ** Math.min(tries, 10));
        await wait(pause * (0.5 + Math.random() / 2), null, { signal: closing.signal }).catch(() => {});
      }
    }
  }

  return {
    deliver(event: NidaEvent) {
      queue.push(JSON.stringify(event));
      if (queue.length > times.maxWaiting) {
        queue.shift();
        lost = true;
      }
      work ??= sendAll().finally(() => {
        work = null;
      });
      stayAwake(work);
    },
    presence: {
      async online(userIds) {
        if (userIds.length === 0 || performance.now() < askAgainAt) return new Set();
        try {
          return new Set((await call("/nida/online", JSON.stringify(userIds), times.presenceMs)) as number[]);
        } catch {
          askAgainAt = performance.now() + 2 * times.presenceMs;
          return new Set();
        }
      },
    },
    reachable: () => !away,
    waiting: () => queue.length + (sending ? 1 : 0),
    async close() {
      // Operations publish one turn after they have answered.
      await new Promise((resolve) => setImmediate(resolve));
      closing.abort();
      await work;
      if (sending || queue.length > 0) log.warn({ events: queue.length }, "stopped before the socket host took events");
    },
  };
}

/** The same again would be refused again; a signature that is refused is a matter of settings, which somebody will correct. */
function isNeverTaken(error: unknown): boolean {
  const status = error instanceof Error && "status" in error ? error.status : null;
  return status === 400 || status === 413;
}

function reasonOf(error: unknown): string {
  return String(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}

/** Asks a platform that stops whoever has answered to wait for this (Next.js, "Deploying to platforms": waitUntil). */
function stayAwake(work: Promise<void>): void {
  const platform = globalThis as { [key: symbol]: { get?(): { waitUntil?(work: Promise<void>): void } } | undefined };
  platform[Symbol.for("@next/request-context")]?.get?.()?.waitUntil?.(work);
}
