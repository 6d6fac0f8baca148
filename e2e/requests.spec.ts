import { expect, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";

test("a stranger asks before they are heard", async ({ sara, person }) => {
  const omar = await person({ name: "Omar Farid", username: "omar" });
  const { conversation_id } = await omar.api<{ conversation_id: number }>("POST", "/chat/conversations/start", {
    user_id: sara.id,
  });
  const [his, hers] = [chatOf(omar.page), chatOf(sara.page)];
  await Promise.all([his.open(conversation_id), sara.page.goto("/chat")]);
  await his.send("We met at Layla's");
  const asking = omar.page.getByText("gets this as a request");
  await expect(asking).toBeVisible();
  await sara.page.getByRole("button", { name: "Message requests" }).click();
  await sara.page
    .getByRole("main")
    .getByRole("link", { name: /Omar Farid/ })
    .click();
  await hers.expectToShow("We met at Layla's");
  await expect(sara.page).not.toHaveTitle(/^\(/);
  await expect(sara.page.getByRole("textbox", { name: "Message" })).toBeHidden();

  await callOf(omar.page).start();
  await expect(omar.page.getByText("They have not accepted your messages yet.")).toBeVisible();
  await omar.page.getByRole("button", { name: "Dismiss" }).click();
  await his.expectState("We met at Layla's", "Sent");
  const reaction = omar.page.getByRole("menuitemcheckbox").first();
  const openMenu = async () => {
    await his.article("We met at Layla's").hover();
    await his.article("We met at Layla's").getByRole("button", { name: "Message actions" }).click();
    await expect(omar.page.getByRole("menuitem", { name: "Reply" })).toBeVisible();
  };
  await openMenu();
  await expect(reaction).toBeHidden();
  await omar.page.keyboard.press("Escape");
  await sara.page.getByRole("button", { name: "Accept", exact: true }).click();
  await his.expectState("We met at Layla's", "Read");
  await expect(asking).toBeHidden();
  await openMenu();
  await expect(reaction).toBeVisible();
  await omar.page.keyboard.press("Escape");
  await hers.send("At the wedding!");
  await his.expectToShow("At the wedding!");
  await callOf(omar.page).start();
  await expect(callOf(sara.page).popup).toBeVisible();
});

test("a conversation is pinned, muted, put aside and deleted, on every device of its person alone", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await ahmed.api("POST", `/chat/conversations/${conversation}/messages`, { message: "one" });
  const phone = await sara.context.newPage();
  await Promise.all([sara.page.goto(`/chat/${conversation}`), phone.goto("/chat")]);
  const row = phone.getByRole("main").getByRole("listitem").filter({ hasText: ahmed.name });
  const choose = async (item: string) => {
    await sara.page.getByRole("heading", { level: 1 }).waitFor();
    await sara.page
      .getByRole("banner")
      .or(sara.page.getByRole("main"))
      .getByRole("button", { name: /^More for/ })
      .last()
      .click();
    await sara.page.getByRole("menuitem", { name: item }).click();
  };
  await choose("Pin");
  await expect(row.getByLabel("Pinned")).toBeVisible();
  await choose("Mute");
  await sara.page.getByRole("button", { name: "Mute" }).click();
  await expect(row.getByLabel("Muted")).toBeVisible();
  await choose("Unmute");
  await expect(row.getByLabel("Muted")).toBeHidden();
  await choose("Archive");
  await expect(row).toBeHidden();
  await expect(phone.getByRole("button", { name: "Archived" })).toBeVisible();
  await ahmed.api("POST", `/chat/conversations/${conversation}/messages`, { message: "two" });
  await expect(row).toContainText("two");
  await choose("Delete chat");
  await sara.page.getByRole("button", { name: "Delete chat" }).click();
  await expect(row).toBeHidden();
  await expect(sara.page).toHaveURL(/\/chat$/);
  await sara.page.goto(`/chat/${conversation}`);
  await expect(chatOf(sara.page).log.getByRole("article")).toHaveCount(0);
  await ahmed.api("POST", `/chat/conversations/${conversation}/messages`, { message: "three" });
  await expect(row).toContainText("three");
  await expect(chatOf(sara.page).log.getByRole("article")).toHaveCount(1);
});
