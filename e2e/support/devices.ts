import type { Browser, BrowserContext, Page } from "@playwright/test";
import { type Person, signIn } from "@/e2e/fixtures";
import { rememberPeers } from "./audio";
import { rememberSounds } from "./sound";

/** Another browser of the same person; close it at the end. */
export async function anotherBrowser(browser: Browser, url: string, who: Person): Promise<BrowserContext> {
  const context = await browser.newContext({ baseURL: url, locale: "en-GB", permissions: ["microphone"] });
  await context.addInitScript(rememberPeers);
  await context.addInitScript(rememberSounds);
  await signIn(context, who);
  return context;
}

/** The id by which the server knows this tab. */
export const deviceOf = (page: Page): Promise<string | null> =>
  page.evaluate(() => sessionStorage.getItem("nida-device"));

/** Duplicates a tab as browsers do: the new one begins with a copy of its session storage. */
export async function duplicate(page: Page): Promise<Page> {
  const [copy] = await Promise.all([
    page.context().waitForEvent("page"),
    page.evaluate(() => void open(location.href)),
  ]);
  await copy.waitForLoadState();
  return copy;
}
