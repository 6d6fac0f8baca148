import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { expectToTalk, heard } from "./support/audio";

// SEEDS A: the callee may be anywhere; the popup finds them, Accept takes them to the chat, and both hear each other.
const elsewhere = ["/chat", "/friends", "/search", "/profile", "/calls", "/settings"];

test("both on the chat page: the popup shows, sara accepts, they talk", async ({ ahmed, sara, conversation }) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  const caller = callOf(ahmed.page);
  const callee = callOf(sara.page);

  await caller.start();
  await expect(caller.outgoing).toBeVisible();
  await expect(callee.popup).toBeVisible();
  await expect(callee.popup).toContainText(ahmed.name);
  await callee.accept();
  await Promise.all([caller.expectTalking(), callee.expectTalking()]);
  await expectToTalk(ahmed.page, sara.page);

  await callee.hangUp();
  await Promise.all([caller.expectEnded("completed"), callee.expectEnded("completed")]);
});

for (const path of [...elsewhere, "their own profile page"]) {
  test(`sara is on ${path}: she accepts there, is taken to the chat, and they talk`, async ({
    ahmed,
    sara,
    conversation,
  }) => {
    await sara.page.goto(path.startsWith("/") ? path : `/profile/${ahmed.username}`);
    await chatOf(ahmed.page).open(conversation);
    await expect.poll(() => sara.console).toContain("Notification WebSocket connected");

    await callOf(ahmed.page).start();
    await callOf(sara.page).accept();
    await expect(sara.page).toHaveURL(`/chat/${conversation}`);
    await Promise.all([callOf(ahmed.page).expectTalking(), callOf(sara.page).expectTalking()]);
    await expectToTalk(ahmed.page, sara.page);

    await callOf(ahmed.page).hangUp();
    await Promise.all([callOf(ahmed.page).expectEnded("completed"), callOf(sara.page).expectEnded("completed")]);
  });
}

test("a call stays while its people move through the app", async ({ ahmed, sara, conversation }) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);

  for (const link of ["Friends", "Search", "Settings", "Profile", "Calls", "Chats"]) {
    await ahmed.page.getByRole("navigation").getByRole("link", { name: link, exact: true }).click();
    await expect(ahmed.page.getByRole("navigation").getByRole("link", { name: link, exact: true })).toHaveAttribute(
      "aria-current",
      "page",
    );
    await callOf(ahmed.page).expectTalking();
  }
  await expectToTalk(ahmed.page, sara.page);
  // Even an address that leads nowhere, which is a reload of the page.
  await ahmed.page.goto("/nowhere");
  await callOf(ahmed.page).expectTalking();
  await callOf(ahmed.page).hangUp();
  await Promise.all([callOf(ahmed.page).expectEnded("completed"), callOf(sara.page).expectEnded("completed")]);
});

test("mute silences for the other and says so by its button", async ({ ahmed, sara, conversation }) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);

  await callOf(ahmed.page).mute();
  await expect(callOf(ahmed.page).bar.getByRole("button", { name: "Unmute", exact: true })).toBeVisible();
  await expectSilence(sara.page);
  await callOf(ahmed.page).unmute();
  await expectToTalk(ahmed.page, sara.page);
});

/** Packets may go on; energy must not. */
async function expectSilence(page: Page): Promise<void> {
  let before = await heard(page);
  await expect
    .poll(async () => {
      const now = await heard(page);
      const silent = now.packets > before.packets && now.energy - before.energy < 1e-6;
      before = now;
      return silent;
    })
    .toBe(true);
}

test("the console says what SEEDS promises", async ({ ahmed, sara, conversation }) => {
  await sara.page.goto("/friends");
  await ahmed.page.goto(`/chat/${conversation}`);
  await expect.poll(() => sara.console).toContain("Notification WebSocket connected");
  await expect.poll(() => ahmed.console).toContain("Notification WebSocket connected");
  await expect.poll(() => ahmed.console).toContain("Chat WebSocket connected");
  expect(sara.console).not.toContain("Chat WebSocket connected");
});
