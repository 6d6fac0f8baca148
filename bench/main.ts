import { chromium } from "@playwright/test";
import { startServer } from "@/e2e/support/server";
import config from "@/playwright.config";
import { measureBare } from "./bare";
import { measureCalls, measureColdCalls } from "./calls";
import { measureDistance } from "./distance";
import { measureFirstVisit } from "./first-visit";
import { measureHistory } from "./history";
import { measureIdle } from "./idle";
import { measureLog } from "./log";
import { measureMessages } from "./messages";
import { measureNodes } from "./nodes";
import { measurePostgres } from "./postgres";
import { measureFanOut } from "./pusher";
import { type Row, rowOf } from "./row";
import { measureStorm } from "./storm";

async function inBrowsers(rounds: number): Promise<Row[]> {
  const server = await startServer();
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    const visit = await measureFirstVisit(browser, server.url);
    const calls = await measureCalls(browser, server.url, rounds);
    const cold = await measureColdCalls(browser, server.url, rounds);
    const bare = await measureBare(browser, rounds);
    const distant = await measureDistance(browser, server.url, rounds);
    console.info(
      `first visit to /chat: ${(visit.bytes / 1000).toFixed(1)} kB of JavaScript in ${visit.files} files, gzipped`,
    );
    const figures = ["clickToPopup", "acceptToCallee", "acceptToCaller"] as const;
    const answered = ["acceptToCallee", "acceptToCaller"] as const;
    return [
      ...figures.map((figure) =>
        rowOf(
          figure,
          calls.map((call) => call[figure]),
        ),
      ),
      ...answered.map((figure) =>
        rowOf(
          `cold ${figure}`,
          cold.map((call) => call[figure]),
        ),
      ),
      ...answered.map((figure) =>
        rowOf(
          `bare simple-peer ${figure}`,
          bare.map((call) => call[figure]),
        ),
      ),
      ...distant,
    ];
  } finally {
    await browser.close();
    await server.dispose();
  }
}

const parts: Record<string, (rounds: number) => Promise<Row[]>> = {
  calls: inBrowsers,
  log: measureLog,
  messages: measureMessages,
  history: measureHistory,
  pusher: measureFanOut,
  idle: measureIdle,
  storm: measureStorm,
  nodes: measureNodes,
  postgres: measurePostgres,
};

/** `npm run bench [-- part … rounds]`: the figures of this machine, now; of all parts, or of those named. */
const args = process.argv.slice(2);
const rounds = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 15);
const named = args.filter((arg) => !/^\d+$/.test(arg));
const unknown = named.filter((name) => !(name in parts));
if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(", ")}: ${Object.keys(parts).join(", ")}`);
const rows: Row[] = [];
for (const [name, measure] of Object.entries(parts)) {
  if (named.length === 0 || named.includes(name)) rows.push(...(await measure(rounds)));
}
console.table(rows);
