import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { befriend, expect, test } from "./fixtures";
import { chatOf } from "./pages/chat";

test.use({ language: "ar" });

const say = {
  menu: "خيارات الرسالة",
  reply: "ردّ",
  edit: "تعديل",
  star: "تمييز بنجمة",
  forward: "إعادة توجيه",
  delete: "حذف",
  info: "معلومات",
  deleted: "حُذفت هذه الرسالة",
  edited: "عُدّلت",
};

/** The menu of a message, as the mouse comes to it. */
async function menuOf(article: Locator): Promise<Locator> {
  await article.hover();
  await article.getByRole("button", { name: say.menu }).click();
  const menu = article.page().getByRole("menu");
  await expect(menu).toBeVisible();
  return menu;
}

async function choose(article: Locator, act: string): Promise<void> {
  await (await menuOf(article)).getByRole("menuitem", { name: act, exact: true }).click();
}

/** A dialog is looked at alone: what is behind it is not there meanwhile. */
async function expectAccessible(page: Page, part?: "dialog"): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (part ? axe.include(`[role=${part}]`) : axe).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`),
  ).toEqual([]);
}

test("two people reply, react, edit, forward, star and delete, each seeing at once what the other does", async ({
  ahmed,
  sara,
  conversation,
  person,
}) => {
  const omar = await person({ name: "عمر فريد", username: "omar" });
  await befriend(omar, sara);
  const elsewhere = await omar.api<{ conversation_id: number }>("POST", "/chat/conversations/start", {
    user_id: sara.id,
  });
  await omar.api("POST", `/chat/conversations/${elsewhere.conversation_id}/messages`, { message: "أهلًا" });
  await omar.page.close();
  for (const { page } of [ahmed, sara]) await page.setViewportSize({ width: 1280, height: 800 });
  const his = chatOf(ahmed.page, "ar");
  const hers = chatOf(sara.page, "ar");
  await Promise.all([his.open(conversation), hers.open(conversation)]);
  await his.send("نلتقي غدًا في المدرسةِ القديمة؟");
  await his.send("سرّ لا يبقى");

  const asked = hers.article("المدرسةِ القديمة").first();
  await expect(asked).toBeVisible();
  const menu = await menuOf(asked);
  await expectAccessible(sara.page);
  await menu.getByRole("menuitemcheckbox", { name: "تفاعل بـ ❤️" }).click();
  await expect(his.article("المدرسةِ القديمة").getByRole("button", { name: "❤️ من سارة حداد" })).toBeVisible();
  // Joining in makes it two.
  await his.article("المدرسةِ القديمة").getByRole("button", { name: "❤️ من سارة حداد" }).click();
  await expect(asked.getByRole("button", { name: /❤️ من .*سارة|❤️ من .*أنت/ })).toContainText("2");

  await choose(asked, say.reply);
  await expect(sara.page.getByText("ردّ على أحمد محمد")).toBeVisible();
  await hers.send("نعم، الساعة السابعة");
  await expect(his.article("الساعة السابعة").getByRole("button", { name: /انتقل إلى الرسالة: نلتقي/ })).toBeVisible();

  // Arrow up in an empty field edits one's last words; Escape leaves them.
  await hers.composer.press("ArrowUp");
  await expect(hers.composer).toHaveValue("نعم، الساعة السابعة");
  await hers.composer.press("Escape");
  await expect(hers.composer).toHaveValue("");
  await hers.composer.press("ArrowUp");
  await hers.composer.fill("نعم، الساعة الثامنة");
  await hers.composer.press("Enter");
  await expect(his.article("الساعة الثامنة")).toContainText(say.edited);

  await choose(asked, say.star);
  await expect(asked.getByRole("img", { name: "مميّزة بنجمة" })).toBeVisible();
  await choose(asked, say.forward);
  const dialog = sara.page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  await expectAccessible(sara.page, "dialog");
  await dialog.getByRole("button", { name: "أرسل إلى عمر فريد" }).click();
  await expect(dialog.getByText("أُرسلت إلى عمر فريد")).toBeAttached();
  await sara.page.keyboard.press("Escape");
  const forwarded = await omar.api<{ message: string; forwarded: boolean }[]>(
    "GET",
    `/chat/conversations/${elsewhere.conversation_id}/messages`,
  );
  expect(forwarded.at(-1)).toMatchObject({ message: "نلتقي غدًا في المدرسةِ القديمة؟", forwarded: true });

  // For oneself: gone here, and there nobody knows.
  await choose(hers.article("سرّ لا يبقى"), say.delete);
  await expect(dialog).toBeVisible();
  await expectAccessible(sara.page, "dialog");
  await dialog.getByRole("button", { name: /حذف لديّ/ }).click();
  await expect(hers.article("سرّ لا يبقى")).toHaveCount(0);
  await expect(his.article("سرّ لا يبقى")).toBeVisible();

  // She is about to answer what he takes back.
  await choose(asked, say.reply);
  // For everyone: a place without words, also where it was quoted.
  await choose(his.article("المدرسةِ القديمة").first(), say.info);
  await expect(ahmed.page.getByRole("dialog", { name: "عن هذه الرسالة" })).toBeVisible();
  await ahmed.page.keyboard.press("Escape");
  await choose(his.article("المدرسةِ القديمة").first(), say.delete);
  await ahmed.page
    .getByRole("dialog")
    .getByRole("button", { name: /حذف لدى الجميع/ })
    .click();
  await expect(hers.log.getByText(say.deleted).first()).toBeVisible();
  await expect(
    hers.article("الساعة الثامنة").getByRole("button", { name: `انتقل إلى الرسالة: ${say.deleted}` }),
  ).toBeVisible();
  await expect(hers.log.getByText("المدرسةِ القديمة")).toHaveCount(0);
  await expectAccessible(sara.page);

  await hers.send("في أيّ مدرسة؟");
  await expect(hers.article("في أيّ مدرسة؟")).toContainText("حُذفت الرسالة التي تردّ عليها");
  await hers.article("في أيّ مدرسة؟").getByRole("button", { name: "أعد المحاولة" }).click();
  await expect(his.article("في أيّ مدرسة؟")).toBeVisible();

  await sara.page.reload();
  await expect(hers.article("الساعة الثامنة")).toBeVisible();
  await expect(hers.article("سرّ لا يبقى")).toHaveCount(0);
  await sara.page.getByRole("link", { name: "الرسائل المميّزة" }).click();
  await expect(sara.page.getByRole("heading", { name: "لا رسائل مميّزة بعد" })).toBeVisible();
  await expectAccessible(sara.page);
});

test("words are found in one chat and in all, however spelled, and each find leads to its place", async ({
  ahmed,
  sara,
  conversation,
  server,
}) => {
  const tell = (message: string) => ahmed.api("POST", `/chat/conversations/${conversation}/messages`, { message });
  await tell("موعدنا عند المدرسةِ القديمة");
  await Promise.all(Array.from({ length: 40 }, (_, n) => tell(`كلام آخر ${n}`)));
  const file = { name: "تقريرُ المدير.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7") };
  const sent = await ahmed.context.request.post(`/api/chat/conversations/${conversation}/messages`, {
    multipart: { file, message: "اقرأه" },
    headers: { Origin: server.url },
  });
  expect(sent.ok()).toBe(true);
  await tell("مرّ إلى مدرستنا غدًا");
  const hers = chatOf(sara.page, "ar");
  await sara.page.setViewportSize({ width: 1280, height: 800 });
  await sara.page.goto("/chat");
  await sara.page.getByRole("searchbox", { name: "ابحث في المحادثات" }).fill("مدرسه القديمه");
  const found = sara.page.getByRole("region", { name: "الرسائل" }).getByRole("link");
  await expect(found.locator("mark")).toHaveText(["مدرسةِ", "القديمة"]);
  await expectAccessible(sara.page);
  // A file is found by its name, and by the words with it.
  const everywhere = sara.page.getByRole("searchbox", { name: "ابحث في المحادثات" });
  await everywhere.fill("تقرير اقراه");
  await expect(found.locator("mark")).toHaveText(["تقريرُ", "اقرأه"]);
  await everywhere.fill("مدرسه القديمه");
  await expect(found.locator("mark")).toHaveText(["مدرسةِ", "القديمة"]);
  await found.click();
  const first = hers.article("موعدنا عند المدرسةِ القديمة");
  await expect(first).toBeInViewport();
  await expect(sara.page).toHaveURL(new RegExp(`/chat/${conversation}$`));

  await sara.page.keyboard.press("Control+f");
  const search = sara.page.getByRole("search");
  await search.getByRole("searchbox").fill("مدرس");
  await expect(search.getByRole("status")).toHaveText("1 من 2");
  await expect(hers.article("مدرستنا").locator("mark")).toHaveText("مدرس");
  await expect(hers.article("مدرستنا")).toBeInViewport();
  await search.getByRole("searchbox").press("Enter");
  await expect(search.getByRole("status")).toHaveText("2 من 2");
  await expect(first).toBeInViewport();
  await expectAccessible(sara.page);
  await search.getByRole("searchbox").fill("تقرير");
  await expect(hers.log.locator("mark")).toHaveText("تقريرُ");
  await search.getByRole("searchbox").press("Escape");
  await expect(search).toHaveCount(0);
  await expect(hers.log.locator("mark")).toHaveCount(0);
});

test("on a phone a finger that rests opens the menu, and one that draws aside answers", async ({
  ahmed,
  sara,
  conversation,
  browser,
  server,
}) => {
  await ahmed.api("POST", `/chat/conversations/${conversation}/messages`, { message: "أين أنت الآن؟" });
  const context = await browser.newContext({
    ...{ baseURL: server.url, locale: "ar-EG", hasTouch: true, isMobile: true },
    ...{ viewport: { width: 390, height: 844 }, storageState: await sara.context.storageState(), colorScheme: "dark" },
  });
  const page = await context.newPage();
  const hers = chatOf(page, "ar");
  await hers.open(conversation);
  const asked = hers.article("أين أنت الآن؟");
  const box = await asked.boundingBox();
  if (!box) throw new Error("the message is not there");
  const touch = await context.newCDPSession(page);
  const finger = (type: "touchStart" | "touchMove" | "touchEnd", x = 0) =>
    touch.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{ x: box.x + box.width / 2 + x, y: box.y + 20 }],
    });
  await finger("touchStart");
  const sheet = page.getByRole("dialog", { name: say.menu });
  await expect(sheet).toBeVisible();
  await finger("touchEnd");
  await expectAccessible(page, "dialog");
  await sheet.getByRole("button", { name: "تفاعل بـ 😂" }).tap();
  await expect(asked.getByRole("button", { name: "😂 من أنت" })).toBeVisible();
  await expect(sheet).toHaveCount(0);
  // Arabic is read from right to left, and so one draws.
  await finger("touchStart");
  for (const x of [-15, -30, -45, -60, -70]) await finger("touchMove", x);
  await finger("touchEnd");
  await expect(page.getByText("ردّ على أحمد محمد")).toBeVisible();
  await hers.send("في الطريق");
  await expect(hers.article("في الطريق").getByRole("button", { name: /انتقل إلى الرسالة: أين/ })).toBeVisible();
  await context.close();
});
