import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";

// One pixel (GIF89a).
const pixel = Buffer.from("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");

const acts = {
  ar: {
    menu: "خيارات الرسالة",
    reply: "ردّ",
    edit: "تعديل",
    delete: "حذف",
    forward: "إعادة توجيه",
    info: "معلومات",
    more: "رموز أخرى",
  },
  en: {
    menu: "Message actions",
    reply: "Reply",
    edit: "Edit",
    delete: "Delete",
    forward: "Forward",
    info: "Info",
    more: "More emoji",
  },
};

for (const theme of ["light", "dark"] as const) {
  for (const language of ["ar", "en"] as const) {
    test.describe(`${theme}, ${language}`, () => {
      test.use({ language });

      test("axe finds nothing on any page", async ({ ahmed, sara, conversation, person, browser, server }) => {
        // The page of the API alone keeps axe busy for as long as all others together.
        test.slow();
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
        // Each theme and each language once there.
        const api = (theme === "light") === (language === "ar") ? ["/api/docs"] : [];
        for (const path of ["/login", "/register", ...api]) {
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

      test("axe finds nothing in what one does with messages", async ({ ahmed, sara, conversation, server }) => {
        // Each theme once and each language once: the pages themselves are looked at in all four.
        test.skip((theme === "light") === (language === "en"));
        const say = acts[language];
        const { page } = sara;
        const path = `/chat/conversations/${conversation}/messages`;
        const send = (who: typeof ahmed, message: string) => who.api<{ id: number }>("POST", path, { message });
        const his = await send(ahmed, "هل تغيّر موعد العبّارة؟");
        const gone = await send(ahmed, "a secret");
        await send(sara, "Yes: https://example.org");
        await ahmed.context.request.post(`/api${path}`, {
          multipart: { file: { name: "موعد.gif", mimeType: "image/gif", buffer: pixel } },
          headers: { Origin: server.url },
        });
        await Promise.all([
          sara.api("PUT", `/chat/messages/${his.id}/star`),
          sara.api("PUT", `/chat/messages/${his.id}/reactions/${encodeURIComponent("❤️")}`),
          ahmed.api("DELETE", `/chat/messages/${gone.id}`),
        ]);
        await page.emulateMedia({ colorScheme: theme });
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.goto("/chat/starred");
        await expect(page.getByRole("listitem").filter({ hasText: "العبّارة" }).first()).toBeVisible();
        await expectAccessible(page, "starred");
        const chat = chatOf(page, language);
        await chat.open(conversation);
        const choose = async (act: string) => {
          const article = chat.article("example.org");
          await article.hover();
          await article.getByRole("button", { name: say.menu }).click();
          await page.getByRole("menuitem", { name: act, exact: true }).click();
        };
        await choose(say.reply);
        await expectAccessible(page, "replying");
        await choose(say.edit);
        await expect(chat.composer).toHaveValue("Yes: https://example.org");
        await expectAccessible(page, "editing");
        await page.keyboard.press("Escape");
        for (const act of [say.delete, say.forward, say.info]) {
          await choose(act);
          await expect(page.getByRole("dialog")).toBeVisible();
          await expectAccessible(page, act, "dialog");
          await page.keyboard.press("Escape");
          await expect(page.getByRole("dialog")).toHaveCount(0);
        }
        const article = chat.article("example.org");
        await article.hover();
        await article.getByRole("button", { name: say.menu }).click();
        await expect(page.getByRole("menu")).toBeVisible();
        await expectAccessible(page, "the menu of a message");
        await page.getByRole("menuitem", { name: say.more }).click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await expectAccessible(page, "emoji", "dialog");
        await page.keyboard.press("Escape");
        await expect(page.getByRole("dialog")).toHaveCount(0);
        await chat.composer.press("Control+f");
        await page.getByRole("search").getByRole("searchbox").fill("موعد");
        await expect(chat.log.locator("mark")).toHaveText("موعد");
        await expectAccessible(page, "searching a chat");
        await page.keyboard.press("Escape");
        await chat.log
          .getByRole("button")
          .filter({ has: page.locator("img") })
          .click();
        await expect(page.getByRole("dialog")).toBeVisible();
        await expectAccessible(page, "a picture", "dialog");
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

/** A dialog is looked at alone: what is behind it is not there meanwhile. */
async function expectAccessible(page: Page, where: string, part?: "dialog"): Promise<void> {
  await expect(
    page.getByRole("main").or(page.getByRole("alertdialog")).or(page.getByRole("dialog")).first(),
  ).toBeVisible();
  const axe = new AxeBuilder({ page });
  const { violations } = await (part ? axe.include(`[role=${part}]`) : axe).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`),
    where,
  ).toEqual([]);
}
