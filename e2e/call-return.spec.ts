import type { Page } from "@playwright/test";
import { expect, type Person } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { withLaptop } from "./support/asleep";
import { closePeers, expectToTalk } from "./support/audio";
import { comeOnline, goOffline, layCable } from "./support/cable";

const test = withLaptop();
const RING_MS = 10_000;
test.use({ settings: { RING_TIMEOUT_MS: String(RING_MS), CALL_GRACE_MS: "6000" } });

/** Who comes back is in the call again within this time of the page being there. */
const BACK = { timeout: 3000 };

/** Seconds on the call's timer. */
async function seconds(page: Page): Promise<number> {
  const [minutes = 0, rest = 0] = ((await callOf(page).timer.textContent()) ?? "").split(":").map(Number);
  return minutes * 60 + rest;
}

/** Both screens show the same time, a second of reading apart, and it has not gone back behind this. */
async function expectSameTime(a: Page, b: Page, atLeast: number): Promise<void> {
  const [his, hers] = await Promise.all([seconds(a), seconds(b)]);
  expect(Math.abs(his - hers), `${his} s and ${hers} s`).toBeLessThanOrEqual(1);
  expect(Math.min(his, hers)).toBeGreaterThanOrEqual(atLeast - 1);
}

const reaches = (page: Page, second: number) => expect.poll(() => seconds(page)).toBeGreaterThanOrEqual(second);

/** How many peers the page has made: one each generation. */
const peersOf = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { testPeers: RTCPeerConnection[] }).testPeers.length);

async function talk(ahmed: Person, sara: Person, conversation: number): Promise<void> {
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
}

/** The page is back in the call: its time goes on at once, and both hear each other again. Notes how long that took. */
async function expectRejoined(back: Page, other: Page, since: number): Promise<void> {
  await expect(callOf(back).timer).toHaveText(/^\d{2}:\d{2}$/, BACK);
  await expectToTalk(back, other);
  const description = `${Date.now() - since} ms from the reload to both hearing each other`;
  test.info().annotations.push({ type: "rejoined", description });
  console.info(description);
}

const callId = async (who: Person) => (await who.api<{ id: string } | null>("GET", "/calls/current"))?.id;

/** "Connection lost" on both screens, and both are free. */
async function expectLost(ahmed: Person, sara: Person): Promise<void> {
  await Promise.all([ahmed, sara].map(({ page }) => callOf(page).expectEnded("failed")));
  expect(await Promise.all([ahmed, sara].map(callId))).toEqual([undefined, undefined]);
}

for (const role of ["caller", "callee"] as const) {
  test(`the ${role}'s clock is 90 s wrong, and the page is reloaded: same call, same time on both screens`, async ({
    ahmed,
    sara,
    conversation,
  }) => {
    const [who, other] = role === "caller" ? [ahmed, sara] : [sara, ahmed];
    await who.context.addInitScript(() => {
      const { now } = Date;
      Date.now = () => now() - 90_000;
    });
    await talk(ahmed, sara, conversation);
    const id = await callId(who);
    await reaches(who.page, 3);
    await expectSameTime(ahmed.page, sara.page, 3);
    const before = await seconds(other.page);

    const since = Date.now();
    await who.page.reload();
    await expectRejoined(who.page, other.page, since);
    await expectSameTime(ahmed.page, sara.page, before);
    expect(await callId(who)).toBe(id);
    await callOf(who.page).hangUp();
    await Promise.all([callOf(ahmed.page).expectEnded("completed"), callOf(sara.page).expectEnded("completed")]);
  });

  test(`the ${role}'s tab dies in a call and is restored with what it had kept: rejoined, time going on`, async ({
    ahmed,
    sara,
    conversation,
  }) => {
    await talk(ahmed, sara, conversation);
    const [who, other] = role === "caller" ? [ahmed, sara] : [sara, ahmed];
    const id = await callId(who);
    const kept = await who.page.evaluate(() => ({ ...sessionStorage }));
    await reaches(other.page, 2);
    const before = await seconds(other.page);
    const died = who.page.waitForEvent("crash");
    const devtools = await who.context.newCDPSession(who.page);
    devtools.send("Page.crash").catch(() => {}); // It has nobody left to answer.
    await died;
    await who.page.close();

    const restored = await who.context.newPage();
    await restored.addInitScript((items) => {
      for (const [key, value] of Object.entries(items))
        if (!sessionStorage.getItem(key)) sessionStorage.setItem(key, value);
    }, kept);
    const since = Date.now();
    await restored.goto("/friends");
    await expectRejoined(restored, other.page, since);
    await expectSameTime(restored, other.page, before);
    expect(await callId(who)).toBe(id);
  });

  test(`the path dies at the ${role}: reconnecting, a new generation, audio again`, async ({
    ahmed,
    sara,
    conversation,
  }) => {
    await talk(ahmed, sara, conversation);
    const made = await Promise.all([peersOf(ahmed.page), peersOf(sara.page)]);
    const told = Promise.any([ahmed, sara].map(({ page }) => expect(callOf(page).reconnecting).toBeVisible()));
    await closePeers((role === "caller" ? ahmed : sara).page);
    await told;
    await expectToTalk(ahmed.page, sara.page);
    await Promise.all([ahmed, sara].map(({ page }) => expect(callOf(page).reconnecting).toBeHidden()));
    expect(await peersOf(ahmed.page)).toBeGreaterThan(made[0]);
    expect(await peersOf(sara.page)).toBeGreaterThan(made[1]);
    await expectSameTime(ahmed.page, sara.page, 1);
  });

  test(`the ${role} is offline for three seconds: reconnecting on both screens, then audio again`, async ({
    ahmed,
    sara,
    conversation,
  }) => {
    const [who, other] = role === "caller" ? [ahmed, sara] : [sara, ahmed];
    await who.context.addInitScript(layCable);
    await talk(ahmed, sara, conversation);
    const id = await callId(who);
    const made = await peersOf(other.page);
    const from = await seconds(other.page);
    await goOffline(who);
    await expect(callOf(other.page).reconnecting).toBeVisible();
    await reaches(other.page, from + 3);
    await comeOnline(who);
    await expectToTalk(ahmed.page, sara.page);
    await Promise.all([ahmed, sara].map(({ page }) => expect(callOf(page).reconnecting).toBeHidden()));
    expect(await peersOf(other.page)).toBeGreaterThan(made);
    expect(await callId(who)).toBe(id);
    await expectSameTime(ahmed.page, sara.page, from + 3);
  });

  test(`the ${role} is gone for longer than the grace: both are told, nobody stays busy`, async ({
    ahmed,
    sara,
    conversation,
  }) => {
    const [who, other] = role === "caller" ? [ahmed, sara] : [sara, ahmed];
    await who.context.addInitScript(layCable);
    await talk(ahmed, sara, conversation);
    await goOffline(who);
    await callOf(other.page).expectEnded("failed");
    await comeOnline(who);
    await expectLost(ahmed, sara);
    await callOf(other.page).start();
    await expect(callOf(who.page).popup, "both can be called again").toBeVisible();
  });
}

test("a laptop sleeps for longer than the grace: connection lost on both screens, and nobody stays busy", async ({
  ahmed,
  sara,
  laptop,
  conversation,
}) => {
  await talk(ahmed, { ...sara, page: laptop.page }, conversation);
  laptop.sleep();
  await expect(callOf(ahmed.page).bar).toBeHidden({ timeout: 20_000 });
  await callOf(ahmed.page).expectEnded("failed");
  expect(await Promise.all([ahmed, sara].map(callId))).toEqual([undefined, undefined]);
  laptop.wake();
  await callOf(laptop.page).expectEnded("failed");
  await callOf(ahmed.page).start();
  await expect(callOf(laptop.page).popup, "both can be called again").toBeVisible();
});

test("sara's tab dies in a ring: a new one shows it, and she answers there", async ({ ahmed, sara, conversation }) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await callOf(ahmed.page).start();
  await expect(callOf(sara.page).popup).toBeVisible();
  await sara.page.close();
  const again = await sara.context.newPage();
  await again.goto("/search");
  await expect(callOf(again).popup).toBeVisible(BACK);
  await callOf(again).accept();
  await expectToTalk(ahmed.page, again);
});

test("ahmed's tab dies while it rings: sara's popup goes, and nobody stays busy", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await callOf(ahmed.page).start();
  await expect(callOf(sara.page).popup).toBeVisible();
  await ahmed.page.close();
  await callOf(sara.page).expectEnded("cancelled");
  expect(await Promise.all([ahmed, sara].map(callId))).toEqual([undefined, undefined]);
});

test("the server dies while it rings: the ring ends on time all the same", async ({
  ahmed,
  sara,
  conversation,
  server,
}) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await callOf(ahmed.page).start();
  await expect(callOf(sara.page).popup).toBeVisible();
  await server.crash();
  const back = Date.now();
  await Promise.all([
    expect(callOf(ahmed.page).outgoing).toBeHidden({ timeout: 2 * RING_MS }),
    expect(callOf(sara.page).popup).toBeHidden({ timeout: 2 * RING_MS }),
  ]);
  await Promise.all([callOf(ahmed.page).expectEnded("missed"), callOf(sara.page).expectEnded("missed")]);
  const [call] = await ahmed.api<{ created_at: string; ended_at: string }[]>("GET", "/calls");
  const due = Date.parse(call?.created_at ?? "") + RING_MS;
  const ended = Date.parse(call?.ended_at ?? "");
  expect(ended).toBeGreaterThanOrEqual(due);
  // A slow machine may start the server only when the ring is over already.
  expect(ended - Math.max(due, back), "the sweep looks twice a second").toBeLessThan(2000);
});
