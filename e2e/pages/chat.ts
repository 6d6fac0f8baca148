import { expect, type Page } from "@playwright/test";
import { type Language, words } from "@/e2e/support/words";

/** What a person sees and does of one conversation. */
export function chatOf(page: Page, language: Language = "en") {
  const say = words[language];
  const log = page.getByRole("log", { name: say.messages });
  const composer = page.getByRole("textbox", { name: language === "ar" ? "الرسالة" : "Message", exact: true });
  const article = (text: string) => log.getByRole("article").filter({ hasText: text });
  return {
    log,
    composer,
    article,
    async open(conversation: number) {
      await page.goto(`/chat/${conversation}`);
      await expect(composer).toBeVisible();
    },
    async send(text: string) {
      await composer.fill(text);
      await page.getByRole("button", { name: say.send, exact: true }).click();
    },
    /** the sender's own message carries this state */
    expectState: (text: string, state: string) =>
      expect(article(text).getByText(state, { exact: true })).toBeAttached(),
    expectToShow: (text: string) => expect(article(text)).toBeVisible(),
  };
}
