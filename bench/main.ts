import { chromium } from "@playwright/test";
import { startServer } from "@/e2e/support/server";
import config from "@/playwright.config";
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
  const rows = (["clickToPopup", "acceptToCallee", "acceptToCaller"] as const).map((figure) => {
    const values = calls.map((call) => call[figure]);
    return { figure, median_ms: Math.round(quantile(values, 0.5)), p95_ms: Math.round(quantile(values, 0.95)) };
  });
  console.table(rows);
  console.info(
    `first visit to /chat: ${(visit.bytes / 1000).toFixed(1)} kB of JavaScript in ${visit.files} files, gzipped`,
  );
} finally {
  await browser.close();
  await server.dispose();
}
