import { once } from "node:events";
import { startServer } from "@/e2e/support/server";
import { startPostgres } from "@/scripts/postgres.mjs";
import { expectAllRead, rowsOf, startProcess, under } from "./messages";
import type { Row } from "./row";
import { fillPostgres, fillStore, type Pair } from "./store";

const PAIRS = 50;
const SECONDS = 6;
const PER_SECOND = 1000;
/** Several nodes may share a PostgreSQL, so they are told their secret. */
export const forPostgres = { NEXTAUTH_SECRET: "a secret of the bench alone" };

async function both(who: string, target: { url: string; pairs: Pair[]; receipts: boolean }): Promise<Row[]> {
  const fastest = await under({ ...target, seconds: SECONDS, perSecond: null });
  const steady = await under({ ...target, seconds: SECONDS, perSecond: PER_SECOND });
  if (target.receipts) await Promise.all(target.pairs.map((pair) => expectAllRead(target.url, pair)));
  return rowsOf(who, PAIRS, PER_SECOND, fastest, steady);
}

async function onNida(who: string, settings: Record<string, string>, pairs: Pair[]): Promise<Row[]> {
  const server = await startServer(settings);
  try {
    return await both(who, { url: server.url, pairs, receipts: true });
  } finally {
    await server.dispose();
  }
}

/** The same load on both databases, each of them durable, and on the bare floor. */
export async function measurePostgres(): Promise<Row[]> {
  const postgres = await startPostgres({ durable: true });
  if (!postgres) {
    console.warn("SKIPPED PostgreSQL: it is not installed");
    return [];
  }
  const store = await fillStore(PAIRS);
  const bare = startProcess("bare-messages.ts");
  try {
    const [bareUrl] = await once(bare, "message");
    const floor = await both("bare floor", { url: bareUrl, pairs: store.pairs, receipts: false });
    bare.kill();
    const sqlite = await onNida("SQLite", { DATABASE_URL: store.url }, store.pairs);
    const pairs = await fillPostgres(postgres.url, PAIRS);
    const shared = await onNida("PostgreSQL", { ...forPostgres, DATABASE_URL: postgres.url }, pairs);
    return [...sqlite, ...shared, ...floor];
  } finally {
    bare.kill();
    store.dispose();
    await postgres.stop();
  }
}
