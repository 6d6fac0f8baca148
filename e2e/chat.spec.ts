import { expect, test } from "./fixtures";
import { chatOf } from "./pages/chat";

// The list scrolls as it does for most.
test.use({ contextOptions: { reducedMotion: "no-preference" } });

test("two people chat live, with ticks from sent to read", async ({ ahmed, sara, conversation }) => {
  // As an installed app has it; a headless browser's own does nothing.
  await sara.context.addInitScript(() => {
    const show = (count: number) => {
      document.documentElement.dataset.badge = String(count);
      return Promise.resolve();
    };
    Object.assign(navigator, { setAppBadge: show, clearAppBadge: () => show(0) });
  });
  const badge = (count: string) => expect(sara.page.locator("html")).toHaveAttribute("data-badge", count);
  const his = chatOf(ahmed.page);
  const hers = chatOf(sara.page);
  await his.open(conversation);
  await his.send("صباح الخير يا سارة");
  await his.expectState("صباح الخير يا سارة", "Sent");

  await sara.page.goto("/friends");
  await his.expectState("صباح الخير يا سارة", "Delivered");
  await expect(sara.page).toHaveTitle(/^\(1\)/);
  await badge("1");

  await hers.open(conversation);
  await hers.expectToShow("صباح الخير يا سارة");
  await his.expectState("صباح الخير يا سارة", "Read");
  await expect(sara.page).not.toHaveTitle(/^\(/);
  await badge("0");

  await hers.send("Good morning!\nDid the ferry times change?");
  await his.expectToShow("Did the ferry times change?");
  await hers.expectState("Did the ferry times change?", "Read");
});

test("a message reaches every tab of both people", async ({ ahmed, sara, conversation }) => {
  const second = await ahmed.context.newPage();
  await Promise.all([
    chatOf(ahmed.page).open(conversation),
    chatOf(second).open(conversation),
    sara.page.goto("/chat"),
  ]);
  await chatOf(ahmed.page).send("in both tabs");
  await chatOf(second).expectToShow("in both tabs");
  await expect(sara.page.getByRole("link").filter({ hasText: "in both tabs" })).toBeVisible();
});

test("typing is seen, and a draft waits, also in a second tab until it is sent", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  await expect.poll(() => sara.console).toContain("Chat WebSocket connected");
  await expect.poll(() => ahmed.console).toContain("Chat WebSocket connected");
  await chatOf(ahmed.page).composer.pressSequentially("half a thou");
  await expect(sara.page.getByText("typing…").first()).toBeVisible();
  await ahmed.page.reload();
  await expect(chatOf(ahmed.page).composer).toHaveValue("half a thou");
  const second = await ahmed.context.newPage();
  await chatOf(second).open(conversation);
  await chatOf(second).composer.pressSequentially("ght");
  await expect(chatOf(ahmed.page).composer).toHaveValue("half a thought");
  await chatOf(second).composer.press("Enter");
  await expect(chatOf(ahmed.page).composer).toHaveValue("");
});

test("Enter sends, Shift+Enter breaks the line", async ({ ahmed, conversation }) => {
  const his = chatOf(ahmed.page);
  await his.open(conversation);
  await his.composer.focus();
  await ahmed.page.keyboard.type("first");
  await ahmed.page.keyboard.press("Shift+Enter");
  await ahmed.page.keyboard.type("second");
  await expect(his.composer).toHaveValue("first\nsecond");
  await ahmed.page.keyboard.press("Enter");
  await expect(his.composer).toHaveValue("");
  await his.expectState("second", "Sent");
});

test("the conversation list is live: order, last message, unread", async ({ ahmed, sara, conversation, person }) => {
  const omar = await person({ name: "Omar Farid", username: "omar" });
  const { conversation_id } = await omar.api<{ conversation_id: number }>("POST", "/chat/conversations/start", {
    user_id: sara.id,
  });
  await sara.api("POST", `/chat/conversations/${conversation_id}/accept`);
  await sara.page.goto("/chat");
  await ahmed.api("POST", `/chat/conversations/${conversation}/messages`, { message: "from ahmed" });
  await omar.api("POST", `/chat/conversations/${conversation_id}/messages`, { message: "from omar" });
  const rows = sara.page.getByRole("main").getByRole("listitem");
  await expect(rows.first()).toContainText("from omar");
  await expect(rows.nth(1)).toContainText("from ahmed");
  await ahmed.api("POST", `/chat/conversations/${conversation}/messages`, { message: "ahmed again" });
  await expect(rows.first()).toContainText("ahmed again");
  await expect(sara.page).toHaveTitle(/^\(3\)/);
});

test("somebody else's conversation is not there", async ({ person, conversation }) => {
  const omar = await person({ name: "Omar Farid", username: "omar" });
  await omar.page.goto(`/chat/${conversation}`);
  await expect(omar.page.getByRole("heading", { name: "Page not found" })).toBeVisible();
});
