import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";

for (const theme of ["light", "dark"] as const) {
  for (const language of ["ar", "en"] as const) {
    test.describe(`${theme}, ${language}`, () => {
      test.use({ language });

      test("axe finds nothing on any page", async ({ ahmed, sara, conversation, person, browser, server }) => {
        const omar = await person({ name: "Omar Farid", username: "omar" });
        await omar.api("POST", "/friends/requests", { user_id: ahmed.id });
        await sara.api("POST", `/chat/conversations/${conversation}/messages`, { message: "هل تغيّر موعد العبّارة؟" });
        await ahmed.api("POST", `/chat/conversations/${conversation}/messages`, {
          message: "Yes: https://example.org",
        });
        for (const { page } of [ahmed, sara]) await page.emulateMedia({ colorScheme: theme });
        for (const path of [
          "/chat",
          `/chat/${conversation}`,
          "/calls",
          "/friends",
          "/search?query=sara",
          "/profile",
          `/profile/${sara.username}`,
          "/settings",
          "/settings/check",
          "/nowhere",
        ]) {
          await ahmed.page.goto(path);
          await expectAccessible(ahmed.page, path);
        }
        const stranger = await browser.newContext({ baseURL: server.url, colorScheme: theme });
        const page = await stranger.newPage();
        for (const path of ["/login", "/register", "/api/docs"]) {
          await page.goto(path);
          await expectAccessible(page, path);
        }
        await stranger.close();

        await Promise.all([chatOf(ahmed.page, language).open(conversation), sara.page.goto("/friends")]);
        await callOf(ahmed.page, language).start();
        await expect(callOf(sara.page, language).popup).toBeVisible();
        await expectAccessible(sara.page, "the popup");
        await expect(callOf(ahmed.page, language).outgoing).toBeVisible();
        await expectAccessible(ahmed.page, "calling");
        await callOf(sara.page, language).accept();
        await callOf(sara.page, language).expectTalking();
        await expect(chatOf(sara.page, language).composer).toBeVisible();
        await expectAccessible(sara.page, "in a call");
      });

      test("axe finds nothing in the devices of a call, nor in a call on a phone", async ({
        ahmed,
        sara,
        conversation,
      }) => {
        await sara.page.emulateMedia({ colorScheme: theme });
        await Promise.all([chatOf(ahmed.page, language).open(conversation), sara.page.goto("/friends")]);
        await callOf(ahmed.page, language).start();
        await callOf(sara.page, language).accept();
        await callOf(sara.page, language).expectTalking();
        await expect(chatOf(sara.page, language).composer).toBeVisible();
        const { bar } = callOf(sara.page, language);
        await bar.getByRole("button", { name: language === "ar" ? "الصوت" : "Sound", exact: true }).click();
        await expect(sara.page.getByRole("dialog")).toBeVisible();
        await expectAccessible(sara.page, "the devices of a call");
        await sara.page.keyboard.press("Escape");
        await sara.page.setViewportSize({ width: 390, height: 844 });
        await bar.getByRole("button", { name: language === "ar" ? "عرض المكالمة" : "Show the call" }).click();
        await expect(sara.page.getByRole("dialog")).toBeVisible();
        await expectAccessible(sara.page, "a call on a phone");
      });
    });
  }
}

async function expectAccessible(page: Page, where: string): Promise<void> {
  await expect(
    page.getByRole("main").or(page.getByRole("alertdialog")).or(page.getByRole("dialog")).first(),
  ).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`),
    where,
  ).toEqual([]);
}
