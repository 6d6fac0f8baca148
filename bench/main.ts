import { chromium } from "@playwright/test";
import { startServer } from "@/e2e/support/server";
import config from "@/playwright.config";
import { measureBare } from "./bare";
import { measureCalls } from "./calls";
import { measureFirstVisit } from "./first-visit";

/** `npm run bench [rounds]`: the figures of a call and of a first visit, on this machine, now. */
const rounds = Number(process.argv[2] ?? 15);

function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

const server = await startServer();
const browser = await chromium.launch(config.use?.launchOptions);
try {
  const visit = await measureFirstVisit(browser, server.url);
  const calls = await measureCalls(browser, server.url, rounds);
  const bare = await measureBare(browser, rounds);
  const row = (figure: string, values: number[]) => ({
    figure,
    median_ms: Math.round(quantile(values, 0.5)),
    p95_ms: Math.round(quantile(values, 0.95)),
  });
  console.table([
    ...(["clickToPopup", "acceptToCallee", "acceptToCaller"] as const).map((figure) =>
      row(
        figure,
        calls.map((call) => call[figure]),
      ),
    ),
    ...(["acceptToCallee", "acceptToCaller"] as const).map((figure) =>
      row(
        `bare simple-peer ${figure}`,
        bare.map((call) => call[figure]),
      ),
    ),
  ]);
  console.info(
    `first visit to /chat: ${(visit.bytes / 1000).toFixed(1)} kB of JavaScript in ${visit.files} files, gzipped`,
  );
} finally {
  await browser.close();
  await server.dispose();
}
