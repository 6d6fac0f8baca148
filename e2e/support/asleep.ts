import { chromium } from "@playwright/test";
import { test as base, type Person } from "@/e2e/fixtures";
import config from "@/playwright.config";
import { anotherBrowser } from "./devices";

/** A browser in processes of its own, which can be put to sleep as by the lid of a laptop: nothing in it runs. */
async function browserThatSleeps() {
  const host = await chromium.launchServer(config.use?.launchOptions);
  const { pid } = host.process();
  if (!pid) throw new Error("the browser has no process");
  // Playwright makes a browser the leader of a process group, to which all its helpers belong.
  const signal = (name: NodeJS.Signals) => process.kill(-pid, name);
  return {
    browser: await chromium.connect(host.wsEndpoint()),
    sleep: () => signal("SIGSTOP"),
    wake: () => signal("SIGCONT"),
    async close() {
      signal("SIGCONT");
      await host.close();
    },
  };
}

export interface WithLaptop {
  /** where sara is signed in, too */
  laptop: { page: Person["page"]; sleep(): void; wake(): void };
}

/** The usual fixtures, and a laptop of sara's that can be put to sleep. */
export const withLaptop = () =>
  base.extend<WithLaptop>({
    laptop: async ({ sara, server }, use) => {
      const machine = await browserThatSleeps();
      const context = await anotherBrowser(machine.browser, server.url, sara);
      await use({ page: await context.newPage(), sleep: machine.sleep, wake: machine.wake });
      await machine.close();
    },
  });
