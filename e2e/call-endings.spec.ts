import { expect, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { expectToTalk } from "./support/audio";

// Ring and grace times are settings, so nobody waits for 45 seconds.
test.use({ settings: { RING_TIMEOUT_MS: "12000", CALL_GRACE_MS: "3000" } });

test("sara rejects: her popup closes, ahmed is told", async ({ ahmed, sara, conversation }) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).reject();
  await expect(callOf(sara.page).popup).toBeHidden();
  await callOf(ahmed.page).expectEnded("declined");
  await expect(sara.page).toHaveURL("/friends");
});

test("ahmed cancels: sara's popup closes and she finds a missed call", async ({ ahmed, sara, conversation }) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await callOf(ahmed.page).start();
  await expect(callOf(sara.page).popup).toBeVisible();
  await callOf(ahmed.page).cancel();
  await callOf(ahmed.page).expectEnded("cancelled");
  await expect(callOf(sara.page).popup).toBeHidden();
  await expect(sara.page).toHaveTitle(/^\(1\)/);
});

test("nobody answers: the ring ends on time for both", async ({ ahmed, sara, conversation }) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/search")]);
  await callOf(ahmed.page).start();
  await expect(callOf(sara.page).popup).toBeVisible();
  await expect(callOf(sara.page).popup).toBeHidden({ timeout: 20_000 });
  await callOf(ahmed.page).expectEnded("missed");
});

test("both ring each other at the same moment: one call, both talk", async ({ ahmed, sara, conversation }) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  await Promise.all([callOf(ahmed.page).start(), callOf(sara.page).start()]);
  await Promise.all([callOf(ahmed.page).expectTalking(), callOf(sara.page).expectTalking()]);
  await expectToTalk(ahmed.page, sara.page);
});

test("the popup is for the keyboard too: typing cannot answer, Escape rejects", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/search")]);
  await callOf(ahmed.page).start();
  await expect(callOf(sara.page).popup).toBeVisible();
  await sara.page.keyboard.press("Enter");
  await expect(callOf(sara.page).popup).toBeVisible();
  await sara.page.keyboard.press("Escape");
  await callOf(ahmed.page).expectEnded("declined");
});

test("two tabs ring, one accepts, the other falls silent", async ({ ahmed, sara, conversation }) => {
  const second = await sara.context.newPage();
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends"), second.goto("/search")]);
  await callOf(ahmed.page).start();
  await Promise.all([expect(callOf(sara.page).popup).toBeVisible(), expect(callOf(second).popup).toBeVisible()]);
  await callOf(second).accept();
  await expect(callOf(sara.page).popup).toBeHidden();
  await expectToTalk(ahmed.page, second);
  await expect(sara.page).toHaveURL("/friends");
});

test("the callee's browser goes away: connection lost, and nobody stays busy", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
  await sara.page.close();
  await callOf(ahmed.page).expectEnded("failed");
  expect(await ahmed.api("GET", "/calls/current")).toBeNull();
});
