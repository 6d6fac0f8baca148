import { defineConfig } from "@playwright/test";
import { browserArgs, soundAtOnce } from "./e2e/support/browser";
import "./scripts/sqlite.mjs";

/** Two people are two browser contexts with a made-up microphone each; the server is really started by the fixtures. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: false,
  // Each has a server and a browser of its own; while a test waits for a ring to end, the other goes on.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    // A trace of each test costs a third of the time; where nobody looks at it, it is left out.
    trace: process.env.CI ? "off" : "retain-on-failure",
    screenshot: "only-on-failure",
    permissions: ["microphone"],
    // Drawn without a graphics card, what moves costs a core, and axe must not catch colours half faded. What moves is
    // seen moving in newcomer.spec.ts.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || undefined,
      args: [...browserArgs, soundAtOnce],
    },
  },
});
