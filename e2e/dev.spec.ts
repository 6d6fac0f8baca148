import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { launch } from "./support/process";
import { words } from "./support/words";

test("npm run dev brings pages that live: one registers, and the socket connects", async ({ browser }) => {
  // Each page is compiled when it is first asked for.
  test.setTimeout(180_000);
  const dataDir = await mkdtemp(join(tmpdir(), "nida-dev-"));
  const nida = await launch("dev", { PORT: "0", DATA_DIR: dataDir }, []);
  try {
    const context = await browser.newContext({ baseURL: nida.url, locale: "en-GB" });
    const page = await context.newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
    await page.goto("/register", { timeout: 120_000 });
    const submit = page.getByRole("button", { name: words.en.createAccount, exact: true });
    // The page itself refuses an empty form, once it lives.
    await expect(async () => {
      await submit.click();
      await expect(page.locator("[aria-invalid]")).toHaveCount(3, { timeout: 1000 });
    }).toPass();
    await page.getByRole("textbox", { name: words.en.name, exact: true }).fill("Layla Idris");
    await page.getByRole("textbox", { name: words.en.username, exact: true }).fill("layla");
    await page.getByLabel(words.en.password, { exact: true }).fill("a long password");
    await submit.click();
    await expect(page).toHaveURL(/\/chat$/, { timeout: 120_000 });
    await expect.poll(() => said).toContain("info: Notification WebSocket connected");
    expect(said.filter((line) => line.startsWith("error: "))).toEqual([]);
    await context.close();
  } finally {
    await nida.end("SIGTERM");
    await rm(dataDir, { recursive: true, force: true });
  }
});
