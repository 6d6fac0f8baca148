import { expect } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { withLaptop } from "./support/asleep";
import { expectToTalk } from "./support/audio";

const test = withLaptop();

for (const role of ["caller", "callee"] as const) {
  test(`the ${role}'s laptop falls asleep and wakes within the grace: reconnecting, then audio on both sides`, async ({
    ahmed,
    laptop,
    conversation,
  }) => {
    const [caller, callee] = role === "caller" ? [laptop.page, ahmed.page] : [ahmed.page, laptop.page];
    await Promise.all([chatOf(caller).open(conversation), chatOf(callee).open(conversation)]);
    await callOf(caller).start();
    await callOf(callee).accept();
    await expectToTalk(ahmed.page, laptop.page);
    const call = await ahmed.api("GET", "/calls/current");
    laptop.sleep();
    await expect(callOf(ahmed.page).reconnecting).toBeVisible({ timeout: 14_000 });
    laptop.wake();
    await expectToTalk(ahmed.page, laptop.page);
    await Promise.all([ahmed, laptop].map(({ page }) => expect(callOf(page).reconnecting).toBeHidden()));
    expect(await ahmed.api("GET", "/calls/current")).toEqual(call);
    await callOf(laptop.page).hangUp();
    await Promise.all([ahmed, laptop].map(({ page }) => callOf(page).expectEnded("completed")));
  });
}
