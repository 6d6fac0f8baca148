import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, type Person, test } from "./fixtures";
import { callOf } from "./pages/call";
import { callsOf } from "./pages/calls";
import { chatOf } from "./pages/chat";
import { expectToTalk } from "./support/audio";
import { words } from "./support/words";

/** Ahmed's other device rings Sara and gives up. */
async function miss(ahmed: Person, conversation: number): Promise<void> {
  const device_id = "ahmed-phone";
  const call = await ahmed.api<{ id: string }>("POST", "/calls", { conversation_id: conversation, device_id });
  await ahmed.api("POST", `/calls/${call.id}/cancel`, { device_id });
}

async function refuse(ahmed: Person, sara: Person, conversation: number): Promise<void> {
  const device_id = "ahmed-phone";
  const call = await ahmed.api<{ id: string }>("POST", "/calls", { conversation_id: conversation, device_id });
  await sara.api("POST", `/calls/${call.id}/decline`, { device_id: "sara-phone" });
}

/** Two other devices talk for a moment, and hers says how it was. */
async function talk(ahmed: Person, sara: Person, conversation: number): Promise<unknown> {
  const his = { device_id: "ahmed-phone" };
  const hers = { device_id: "sara-phone" };
  const call = await ahmed.api<{ id: string }>("POST", "/calls", { conversation_id: conversation, ...his });
  await sara.api("POST", `/calls/${call.id}/accept`, hers);
  const report = { route: "relay", loss: 0.06, jitter_ms: 20, round_trip_ms: 200, mos: 3.4 };
  await sara.api("POST", `/calls/${call.id}/report`, { ...hers, ...report });
  return ahmed.api("POST", `/calls/${call.id}/hangup`, his);
}

async function connected({ console }: Person): Promise<void> {
  await expect.poll(() => console).toContain("Notification WebSocket connected");
}

for (const language of ["ar", "en"] as const) {
  test.describe(language, () => {
    test.use({ language });
    const none = "";
    const one = language === "ar" ? "مكالمة فائتة واحدة" : "1 missed call";
    const two = language === "ar" ? "مكالمتان فائتتان" : "2 missed calls";

    test("a missed call is counted on every page, until the log is looked at on any of them", async ({
      ahmed,
      sara,
      conversation,
    }) => {
      const second = await sara.context.newPage();
      await Promise.all([sara.page.goto("/friends"), second.goto("/search")]);
      const [here, there] = [callsOf(sara.page, language), callsOf(second, language)];
      await expect(here.link).toHaveAccessibleDescription(none);
      await miss(ahmed, conversation);
      await Promise.all([here, there].map(({ link }) => expect(link).toHaveAccessibleDescription(one)));
      await miss(ahmed, conversation);
      await Promise.all([here, there].map(({ link }) => expect(link).toHaveAccessibleDescription(two)));
      await second.reload();
      await expect(there.link).toHaveAccessibleDescription(two);

      await here.link.click();
      await expect(here.rows).toHaveCount(2);
      await expect(here.rows.first()).toContainText(here.say.missed);
      await Promise.all([here, there].map(({ link }) => expect(link).toHaveAccessibleDescription(none)));
      await expect.poll(() => sara.api("GET", "/calls/missed")).toEqual({ count: 0 });
    });
  });
}

test("one that comes while the log is open is seen at once, and later by the reader's clock", async ({
  ahmed,
  sara,
  conversation,
}) => {
  const log = callsOf(sara.page);
  await log.open();
  await miss(ahmed, conversation);
  await expect(log.rows).toHaveCount(1);
  await expect.poll(() => sara.api("GET", "/calls/missed")).toEqual({ count: 0 });
  await expect(log.link).toHaveAccessibleDescription("");

  // No server stands in this zone, three quarters of an hour beside all others.
  const timeZone = "Pacific/Chatham";
  const device = await sara.context.newCDPSession(sara.page);
  await device.send("Emulation.setTimezoneOverride", { timezoneId: timeZone });
  await sara.page.reload();
  const [call] = await sara.api<{ created_at: string }[]>("GET", "/calls");
  const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone });
  const at = clock.format(new Date(call?.created_at ?? 0));
  await expect(log.rows.first().getByRole("time")).toHaveText(new RegExp(`${at}$`));
});

test("the log can be cut down to what was missed, and calls back", async ({ ahmed, sara, conversation }) => {
  await refuse(ahmed, sara, conversation);
  await miss(ahmed, conversation);
  const log = callsOf(sara.page);
  await log.open();
  await expect(log.rows).toHaveCount(2);
  await log.filter("Missed");
  await expect(log.rows).toHaveCount(1);
  await miss(ahmed, conversation);
  await expect(log.rows).toHaveCount(2);
  await log.filter("All");
  await expect(log.rows).toHaveCount(3);

  await ahmed.page.goto("/search");
  await connected(ahmed);
  await log.rows.first().getByRole("button", { name: "Call back", exact: true }).click();
  await expect(callOf(sara.page).outgoing).toBeVisible();
  await callOf(ahmed.page).accept();
  await expectToTalk(ahmed.page, sara.page);
  await callOf(sara.page).hangUp();
  await expect(log.rows).toHaveCount(4);
  await expect(log.rows.first()).toContainText("Outgoing");
});

test("a call shows how it goes while it goes, and in the log how it went", async ({ ahmed, sara, conversation }) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
  await Promise.all(
    [ahmed, sara].map(({ page }) => expect(callOf(page).bar.getByText(/^(Good|Fair|Poor) quality$/)).toBeAttached()),
  );
  await callOf(sara.page).hangUp();
  await Promise.all([callOf(ahmed.page).expectEnded("completed"), callOf(sara.page).expectEnded("completed")]);

  await Promise.all([ahmed, sara].map(({ page }) => callsOf(page).open()));
  for (const { page } of [ahmed, sara]) {
    await expect(callsOf(page).rows.first()).toContainText(/(Good|Fair|Poor) quality/);
    await expect(callsOf(page).rows.first()).toContainText("Direct");
  }
  const measured = { route: expect.stringMatching(/host|prflx/), loss: expect.any(Number), mos: expect.any(Number) };
  const reports = { caller: measured, callee: measured };
  expect(await ahmed.api("GET", "/calls")).toMatchObject([{ end_reason: "completed", reports }]);
});

test("a page that goes away in a call has said how it went", async ({ ahmed, sara, conversation }) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), chatOf(sara.page).open(conversation)]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
  await expect(callOf(sara.page).bar.getByText(/quality$/)).toBeAttached();
  await sara.page.goto("about:blank");
  const [call] = await ahmed.api<{ id: string }[]>("GET", "/calls");
  await expect
    .poll(() => ahmed.api("GET", `/calls/${call?.id}`))
    .toMatchObject({ reports: { callee: { route: expect.any(String), mos: expect.any(Number) } } });
});

test("a Call that must first begin a conversation says that it is at it, and rings once", async ({ ahmed, sara }) => {
  // The browser finds time for the code of calls only after the press: it comes while the conversation is looked up.
  await ahmed.page.addInitScript(() => {
    const held: IdleRequestCallback[] = [];
    window.requestIdleCallback = (act) => held.push(act);
    window.addEventListener("idle", () => {
      for (const act of held.splice(0)) act({ didTimeout: false, timeRemaining: () => 50 });
      window.requestIdleCallback = (act) => window.setTimeout(act, 0);
    });
  });
  const codeCame = ahmed.page
    .waitForEvent("websocket")
    .then((socket) =>
      socket.waitForEvent("framesent", (frame) => /call:current.*device_id/.test(String(frame.payload))),
    );
  await Promise.all([ahmed.page.goto("/friends"), sara.page.goto("/search")]);
  await Promise.all([ahmed, sara].map(connected));
  let lookUp = () => {};
  const pressed = new Promise<void>((resolve) => {
    lookUp = resolve;
  });
  await ahmed.page.route("**/api/chat/conversations/start", async (route) => {
    await pressed;
    await route.continue();
  });
  const button = ahmed.page.getByRole("main").getByRole("button", { name: words.en.call, exact: true });
  await button.click();
  await expect(button).toHaveAttribute("aria-busy", "true");
  await button.click({ force: true });
  await ahmed.page.evaluate(() => window.dispatchEvent(new Event("idle")));
  await codeCame;
  lookUp();
  await expect(callOf(sara.page).popup).toBeVisible();
  await expect(button).not.toHaveAttribute("aria-busy", "true");
  await callOf(ahmed.page).cancel();
  await callOf(ahmed.page).expectEnded("cancelled");
  expect(await ahmed.api("GET", "/calls")).toHaveLength(1);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in a log of all kinds, ${colorScheme}`, async ({ ahmed, sara, conversation }) => {
    await sara.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await sara.page.goto("/search");
    await miss(ahmed, conversation);
    await expect(callsOf(sara.page).link).toHaveAccessibleDescription("1 missed call");
    await expectAccessible(sara.page);
    await refuse(ahmed, sara, conversation);
    const call = await talk(ahmed, sara, conversation);
    await callsOf(sara.page).open();
    await expect(callsOf(sara.page).rows).toHaveCount(3);
    await expect(callsOf(sara.page).rows.first()).toContainText("Fair quality·Relayed·6% lost");
    await expectAccessible(sara.page);
    expect(call).toMatchObject({ end_reason: "completed" });
  });
}

async function expectAccessible(page: Page): Promise<void> {
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
}

// CONTRACT: Call in the chat, on friends; the profile and the log have it as well.
const doors = [
  { path: (who: Person) => `/profile/${who.username}`, name: "the profile" },
  { path: () => "/friends", name: "friends" },
  { path: () => "/calls", name: "the log" },
];
for (const { path, name } of doors) {
  test(`calling from ${name} rings the other`, async ({ ahmed, sara, conversation }) => {
    await refuse(sara, ahmed, conversation);
    await Promise.all([ahmed.page.goto(path(sara)), sara.page.goto("/search")]);
    await connected(sara);
    const button = ahmed.page.getByRole("main").getByRole("button", { name: words.en.call, exact: true });
    await button.first().click();
    await expect(callOf(sara.page).popup).toBeVisible();
    await callOf(ahmed.page).cancel();
    await expect(callOf(sara.page).popup).toBeHidden();
  });
}
