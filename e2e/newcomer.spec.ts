import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { expectToTalk, rememberPeers } from "./support/audio";
import { type Language, words } from "./support/words";

test.use({ contextOptions: { reducedMotion: "no-preference" } });

/** From nothing to the first call by screens alone, as two newcomers would. */
for (const language of ["ar", "en"] as const) {
  test(`two newcomers find each other, chat and talk (${language})`, async ({ browser, server }) => {
    const say = words[language];
    const suffix = language;
    const [layla, huda] = await Promise.all([
      newcomer(language, language === "ar" ? "ليلى إدريس" : "Layla Idris", `layla.${suffix}`),
      newcomer(language, language === "ar" ? "هُدى سالم" : "Huda Salem", `huda.${suffix}`),
    ]);

    await navigate(layla, say.nav.search);
    // Spelled without its vowel marks, as people type.
    await layla.getByRole("searchbox", { name: say.searchPeople }).fill(language === "ar" ? "هدى" : "huda");
    const found = layla.getByRole("listitem").filter({ hasText: `huda.${suffix}` });
    await found.getByRole("button", { name: say.addFriend, exact: true }).click();

    await navigate(huda, say.nav.friends);
    const request = huda.getByRole("region", { name: say.requests, exact: true }).getByRole("listitem");
    await request.getByRole("button", { name: say.acceptRequest, exact: true }).click();
    const friend = huda.getByRole("region", { name: say.friends, exact: true }).getByRole("listitem");
    await friend.getByRole("button", { name: say.message, exact: true }).click();
    await expect(huda).toHaveURL(/\/chat\/\d+$/);

    await chatOf(huda, language).send(language === "ar" ? "أهلاً ليلى" : "Hello Layla");
    await navigate(layla, say.nav.chats);
    await layla
      .getByRole("link")
      .filter({ hasText: language === "ar" ? "أهلاً ليلى" : "Hello Layla" })
      .click();
    await chatOf(layla, language).send(language === "ar" ? "أهلاً بكِ" : "Hi there");
    await chatOf(huda, language).expectToShow(language === "ar" ? "أهلاً بكِ" : "Hi there");

    await navigate(huda, say.nav.settings);
    await callOf(layla, language).start();
    await callOf(huda, language).accept();
    await expect(huda).toHaveURL(/\/chat\/\d+$/);
    await expectToTalk(layla, huda);
    await callOf(huda, language).hangUp();
    await Promise.all([
      callOf(layla, language).expectEnded("completed"),
      callOf(huda, language).expectEnded("completed"),
    ]);
    await Promise.all([layla.context().close(), huda.context().close()]);

    async function newcomer(speaks: Language, name: string, username: string) {
      const context = await browser.newContext({ baseURL: server.url, locale: speaks === "ar" ? "ar-EG" : "en-GB" });
      await context.addInitScript(rememberPeers);
      const page = await context.newPage();
      await page.goto("/");
      await expect(page).toHaveURL(/\/login/);
      await expect(page.locator("html")).toHaveAttribute("lang", speaks);
      await expect(page.locator("html")).toHaveAttribute("dir", speaks === "ar" ? "rtl" : "ltr");
      await page.getByRole("link", { name: say.createAccount }).click();
      await page.getByRole("textbox", { name: say.name, exact: true }).fill(name);
      await page.getByRole("textbox", { name: say.username, exact: true }).fill(username);
      await page.getByLabel(say.password, { exact: true }).fill("a long password");
      await page.getByRole("button", { name: say.createAccount, exact: true }).click();
      await expect(page).toHaveURL(/\/chat$/);
      return page;
    }
  });
}

async function navigate(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("navigation").getByRole("link", { name, exact: true })).toHaveAttribute(
    "aria-current",
    "page",
  );
}
