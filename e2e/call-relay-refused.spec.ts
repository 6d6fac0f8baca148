import { expect } from "./fixtures";
import { callOf } from "./pages/call";
import { callCheckOf } from "./pages/call-check";
import { chatOf } from "./pages/chat";
import { routeOf } from "./support/routes";
import { withRelay } from "./support/with-relay";

// As when an operator mistypes it: the relay runs, but takes nobody whom this server sends.
const test = withRelay((relay) => ({ ...relay.settings, TURN_SECRET: "another-wind" }));

test("the relay takes nobody: both are told that no connection comes about, and the call ends for both", async ({
  ahmed,
  sara,
  conversation,
}) => {
  test.setTimeout(90_000);
  await sara.api("PATCH", "/me", { relay_only: true });
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  for (const { page } of [ahmed, sara]) {
    const { bar } = callOf(page);
    await expect(bar.getByText("No connection between you yet").first()).toBeVisible({ timeout: 20_000 });
    await expect(bar.getByRole("link", { name: "Find out why" })).toBeVisible();
    expect(await routeOf(page)).toBeNull();
  }
  for (const { page } of [ahmed, sara]) {
    const told = page.getByRole("status").filter({ hasText: "No connection came about between you" });
    await expect(told).toBeVisible({ timeout: 30_000 });
    await expect(callOf(page).bar).toBeHidden();
  }
  // The log tells what the screens told, and so does the line in the chat.
  expect(await ahmed.api("GET", "/calls")).toMatchObject([{ end_reason: "failed" }]);
  for (const { page } of [ahmed, sara]) await expect(page.getByRole("article")).toContainText("Connection lost");
  await sara.page.getByRole("link", { name: "Find out why" }).click();
  await expect(sara.page).toHaveURL("/settings/check");
  const check = callCheckOf(sara.page);
  await check.start();
  await check.expectStates({ microphone: "fine", socket: "fine", stun: "fine", turn: "fails", loopback: "fine" });
  await expect(check.line("turn")).toContainText("does not accept Nida’s password");
  // Nobody stays busy.
  await chatOf(ahmed.page).open(conversation);
  await callOf(ahmed.page).start();
  await expect(callOf(sara.page).popup).toBeVisible();
});
