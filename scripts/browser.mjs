// A whole Chromium for the browser tests: Playwright's smaller "headless shell" has no microphone.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { run, runTool, say } from "./run.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const elsewhere = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function installed() {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  return [...names.flatMap((name) => folders.map((folder) => join(folder, name))), ...elsewhere].find(isProgram);
}

/** Playwright's own download, if it is there and its libraries are too. */
async function downloaded() {
  const { chromium } = await import("@playwright/test");
  const path = chromium.executablePath();
  return isProgram(path) && (await run(path, ["--version"], { quiet: true })) === 0 ? path : undefined;
}

/** The path of a browser, got by the first way that works; null when none does. */
export async function findBrowser() {
  const given = process.env.CHROMIUM_PATH;
  if (given) return isProgram(given) ? given : null;
  const found = installed() ?? (await downloaded());
  if (found) return found;
  say("Getting Chromium for the browser tests …");
  const env = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: "15000" };
  await runTool("@playwright/test/cli.js", ["install", "--no-shell", "chromium"], { env, timeout: 600_000 });
  const fetched = await downloaded();
  if (fetched) return fetched;
  if (process.getuid?.() === 0 && (await run("apt-get", ["--version"], { quiet: true })) === 0) {
    const quiet = { env: { DEBIAN_FRONTEND: "noninteractive" }, timeout: 600_000 };
    await run("apt-get", ["update", "-q"], quiet);
    await run("apt-get", ["install", "-qy", "--no-install-recommends", "chromium"], quiet);
  }
  return installed() ?? null;
}

export const howToGetOne =
  "The browser tests need Chromium. Install Chromium or Google Chrome, or run `npx playwright install --with-deps chromium`, or name one: CHROMIUM_PATH=/path/to/chromium npm test";
