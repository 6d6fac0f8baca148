import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { type NidaServer, startServer } from "@/e2e/support/server";
import { hasRedis, startRedis } from "@/lib/server/testing/redis";
import { startPostgres } from "@/scripts/postgres.mjs";
import { rowsOf, under } from "./messages";
import { forPostgres } from "./postgres";
import type { Row } from "./row";
import { fillPostgres, type Pair } from "./store";

const PAIRS = 50;
const SECONDS = 6;
/** What one node carries with ease, so that the way is measured and not the crowd. */
const PER_SECOND = 200;
/** What a node does unasked is measured for so long, in milliseconds. */
const IDLE_MS = 5000;

async function measure(who: string, pairs: Pair[], url: string, receiverUrl: string): Promise<Row[]> {
  const load = { url, receiverUrl, pairs, receipts: true, seconds: SECONDS };
  const fastest = await under({ ...load, perSecond: null });
  const steady = await under({ ...load, perSecond: PER_SECOND });
  return rowsOf(who, PAIRS, PER_SECOND, fastest, steady);
}

/** Processor time that a process has taken so far, in microseconds (proc(5): utime and stime, in hundredths of a second). */
function busyUs(server: NidaServer): number {
  const fields = readFileSync(`/proc/${server.pid()}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/** What it takes of a node that a message is sent and read at the other one, between people who are both there. */
async function passingOver(pairs: Pair[], one: NidaServer, other: NidaServer): Promise<Row> {
  const rested = busyUs(other);
  await wait(IDLE_MS);
  const idle = (busyUs(other) - rested) / IDLE_MS;
  const [from, before] = [performance.now(), busyUs(other)];
  const load = { url: one.url, pairs, receipts: true, seconds: SECONDS, perSecond: PER_SECOND };
  const { messages, seconds } = await under(load);
  // The load warms up for a while as well, at the same pace.
  const all = messages + (messages / seconds) * 2;
  const own = idle * (performance.now() - from);
  const us_each = Math.round((busyUs(other) - before - own) / all);
  return { figure: "two nodes: what a message at one takes of the other", us_each };
}

/** One node, and two that share its PostgreSQL and Redis, where every message goes from one node to the other. */
export async function measureNodes(): Promise<Row[]> {
  const postgres = hasRedis() ? await startPostgres({ durable: true }) : null;
  if (!postgres) {
    console.warn("SKIPPED nodes: they need PostgreSQL and Redis");
    return [];
  }
  const redis = await startRedis();
  const pairs = await fillPostgres(postgres.url, PAIRS);
  const settings = { ...forPostgres, DATABASE_URL: postgres.url, REDIS_URL: redis.url };
  const one = await startServer(settings);
  try {
    const alone = await measure("one node", pairs, one.url, one.url);
    const other = await startServer(settings);
    try {
      const across = await measure("two nodes, each message from one to the other", pairs, one.url, other.url);
      return [...alone, ...across, await passingOver(pairs, one, other)];
    } finally {
      await other.dispose();
    }
  } finally {
    await one.dispose();
    await redis.stop();
    await postgres.stop();
  }
}
