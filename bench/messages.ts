import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "@/e2e/support/server";
import type { Load, LoadReport } from "./load";
import { rest } from "./people";
import { type Row, rowOf, tenth } from "./row";
import { fillStore, type Pair } from "./store";

const PAIRS = 50;
const SECONDS = 10;
const PER_SECOND = 1000;

export const startProcess = (file: string) => fork(join(import.meta.dirname, file), { execArgv: ["--import", "tsx"] });

/** Runs the load in a process of its own. */
export async function under(load: Load): Promise<LoadReport> {
  const child = startProcess("load.ts");
  child.send(load);
  const [report] = await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => Promise.reject(new Error(`the load ended early (exit code ${code})`))),
  ]);
  child.disconnect();
  return report;
}

async function both(server: { url: string; pairs: Pair[]; receipts: boolean }, watch: string | null) {
  const fastest = await under({ ...server, seconds: SECONDS, perSecond: null });
  if (watch) rmSync(watch, { force: true });
  const steady = await under({ ...server, seconds: SECONDS, perSecond: PER_SECOND });
  const loop = watch ? JSON.parse(readFileSync(watch, "utf8")) : null;
  return { fastest, steady, loop };
}

const rate = ({ messages, seconds }: LoadReport) => Math.round(messages / seconds);

/** What was measured was the whole of it: every message is there, and the other has read it. */
export async function expectAllRead(url: string, { receiver, conversation }: Pair): Promise<void> {
  type Place = { last_seq: number; unread_count: number };
  const place = await rest<Place>(url, receiver, "GET", `/chat/conversations/${conversation}`);
  if (place.last_seq === 0 || place.unread_count > 0) throw new Error(`left unread: ${JSON.stringify(place)}`);
}

/** The two rows of one load at both its paces: as fast as it goes, and so many a second. */
export function rowsOf(who: string, pairs: number, perSecond: number, fastest: LoadReport, steady: LoadReport): Row[] {
  return [
    {
      figure: `${who}: messages, ${pairs} pairs in a closed loop`,
      per_second: rate(fastest),
      load_busy: Number(fastest.busy.toFixed(2)),
    },
    {
      ...rowOf(`${who}: send → received at ${perSecond}/s`, steady.latencies),
      per_second: rate(steady),
      refused: steady.refused,
    },
  ];
}

/** What a message costs over Socket.IO: on the bare floor, and on Nida with everything that a message brings along. */
export async function measureMessages(): Promise<Row[]> {
  const store = await fillStore(PAIRS);
  const bare = startProcess("bare-messages.ts");
  const watch = join(tmpdir(), `nida-loop-${process.pid}.json`);
  const server = await startServer({
    DATABASE_URL: store.url,
    LOOP_WATCH_FILE: watch,
    NODE_OPTIONS: `--import ${join(import.meta.dirname, "loop-watch.mjs")}`,
  });
  try {
    const [bareUrl] = await once(bare, "message");
    const floor = await both({ url: bareUrl, pairs: store.pairs, receipts: false }, null);
    const nida = await both({ url: server.url, pairs: store.pairs, receipts: true }, watch);
    if (nida.steady.refused > 0) throw new Error(`${nida.steady.refused} messages were refused`);
    await Promise.all(store.pairs.map((pair) => expectAllRead(server.url, pair)));
    const speed = (figure: string, report: LoadReport) => ({
      figure,
      per_second: rate(report),
      load_busy: Number(report.busy.toFixed(2)),
    });
    return [
      speed(`messages, ${PAIRS} pairs in a closed loop`, nida.fastest),
      speed("the same on the bare floor", floor.fastest),
      rowOf(`send → received at ${PER_SECOND}/s`, nida.steady.latencies),
      rowOf("the same on the bare floor", floor.steady.latencies),
      {
        figure: `event loop delay at ${PER_SECOND}/s`,
        median_ms: tenth(nida.loop.median),
        p95_ms: tenth(nida.loop.p95),
        p99_ms: tenth(nida.loop.p99),
      },
    ];
  } finally {
    bare.kill();
    await server.dispose();
    store.dispose();
    rmSync(watch, { force: true });
  }
}
