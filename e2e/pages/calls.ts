import { expect, type Page } from "@playwright/test";
import { type Language, words } from "@/e2e/support/words";

const own = { en: { missed: "Missed" }, ar: { missed: "فائتة" } };

/** The log of calls, and the link to it that every page has. */
export function callsOf(page: Page, language: Language = "en") {
  const { calls } = words[language].nav;
  return {
    say: own[language],
    link: page.getByRole("navigation").getByRole("link", { name: calls, exact: true }),
    rows: page.getByRole("main").getByRole("listitem"),
    async open() {
      await page.goto("/calls");
      await expect(page.getByRole("heading", { name: calls, level: 1 })).toBeVisible();
    },
    filter: (name: string) => page.getByRole("radio", { name, exact: true }).check(),
  };
}
