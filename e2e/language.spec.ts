import { expect, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { expectToTalk } from "./support/audio";

test.use({ language: "ar" });

const pages = ["/chat", "/calls", "/friends", "/search", "/profile", "/settings"];

test("Arabic throughout: every page is right to left and without a word of English", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await sara.api("POST", `/chat/conversations/${conversation}/messages`, { message: "صباح الخير يا أحمد" });
  for (const path of [...pages, `/chat/${conversation}`, `/profile/${sara.username}`]) {
    await ahmed.page.goto(path);
    await expect(ahmed.page.getByRole("main")).toBeVisible();
    await expect(ahmed.page.locator("html")).toHaveAttribute("dir", "rtl");
    await expect(ahmed.page.locator("html")).toHaveAttribute("lang", "ar");
    const text = (await ahmed.page.locator("body").allInnerTexts()).join("\n");
    // What people chose themselves (usernames), the name of the other language, their browser and its devices stay.
    const foreign = (text.match(/[A-Za-z][A-Za-z ]{2,}/g) ?? []).filter(
      (word) =>
        ![ahmed.username, sara.username, "English", "Chrome", "Safari", "Linux", "node", "Fake"].some(
          (known) => known.includes(word.trim()) || word.includes(known),
        ),
    );
    expect(foreign, path).toEqual([]);
  }
});

test("a call in Arabic: the same names, the same ends", async ({ ahmed, sara, conversation }) => {
  await Promise.all([chatOf(ahmed.page, "ar").open(conversation), sara.page.goto("/friends")]);
  await callOf(ahmed.page, "ar").start();
  await expect(callOf(ahmed.page, "ar").outgoing).toBeVisible();
  await callOf(sara.page, "ar").accept();
  await expectToTalk(ahmed.page, sara.page);
  await callOf(sara.page, "ar").hangUp();
  await Promise.all([
    callOf(ahmed.page, "ar").expectEnded("completed"),
    callOf(sara.page, "ar").expectEnded("completed"),
  ]);
});

test("the language changes without a reload, and what was typed stays", async ({ ahmed, conversation }) => {
  await chatOf(ahmed.page, "ar").open(conversation);
  await chatOf(ahmed.page, "ar").composer.fill("نصف فكرة");
  await ahmed.page.getByRole("navigation").getByRole("link", { name: "الإعدادات", exact: true }).click();
  await ahmed.page.getByRole("radio", { name: "English" }).click();
  await expect(ahmed.page.locator("html")).toHaveAttribute("dir", "ltr");
  await ahmed.page.goto(`/chat/${conversation}`);
  await expect(chatOf(ahmed.page, "en").composer).toHaveValue("نصف فكرة");
});
