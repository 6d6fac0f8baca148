import type { Page } from "@playwright/test";
import { expect, type Person, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { expectToTalk } from "./support/audio";
import { anotherBrowser, deviceOf, duplicate } from "./support/devices";
import { type Line, lineOf } from "./support/line";
import { rememberSounds, silencedOf, tonesOf } from "./support/sound";

/** The others fall silent within this time, in milliseconds. */
const AT_ONCE_MS = 1000;

const tones = (pages: Page[]) => Promise.all(pages.map(tonesOf));
const sum = async (pages: Page[]) => (await tones(pages)).reduce((all, one) => all + one, 0);
/** The ring is silent on every page, and was so at once when the news came. */
async function expectSilence(pages: readonly Page[], lines: Line[], news: string): Promise<void> {
  for (const [index, page] of pages.entries()) {
    const told = lines[index]?.toldAt(news) ?? 0;
    expect(told).toBeGreaterThan(0);
    // The sign of an end that follows is no ring.
    const rings = (await silencedOf(page)).filter(({ from }) => from < told);
    for (const { to } of rings) expect(to - told, "milliseconds").toBeLessThan(AT_ONCE_MS);
  }
}

const ring = (pages: Page[]) => Promise.all(pages.map((page) => expect(callOf(page).popup).toBeVisible()));

async function expectConnected(page: Page): Promise<void> {
  await expect.poll(() => deviceOf(page)).not.toBeNull();
  await page.waitForLoadState("networkidle");
}

/** sara with two tabs in one browser, and one in another. */
async function threeTabs(sara: Person, open: () => ReturnType<typeof anotherBrowser>) {
  await sara.context.addInitScript(rememberSounds);
  const other = await open();
  const [second, third] = await Promise.all([sara.context.newPage(), other.newPage()]);
  const lines = await Promise.all([sara.page, second, third].map(lineOf));
  await Promise.all([sara.page.goto("/friends"), second.goto("/search"), third.goto("/settings")]);
  const pages = [sara.page, second, third] as const;
  await Promise.all(pages.map(expectConnected));
  return { pages, lines, here: [sara.page, second], second, third, close: () => other.close() };
}

test("it rings in every tab, once a browser is heard; one answers, the others are silent and say so", async ({
  ahmed,
  sara,
  conversation,
  browser,
  server,
}) => {
  test.slow();
  const { pages, lines, here, second, third, close } = await threeTabs(sara, () =>
    anotherBrowser(browser, server.url, sara),
  );
  await chatOf(ahmed.page).open(conversation);
  await callOf(ahmed.page).start();
  await ring([...pages]);
  await expect.poll(() => sum(here), "one tab of the first browser is heard").toBe(1);
  await expect.poll(() => sum([third]), "the only tab of the other browser is heard").toBe(1);

  await callOf(second).accept();
  await Promise.all([
    ...[sara.page, third].map((page) => expect(callOf(page).popup).toBeHidden()),
    ...[sara.page, third].map((page) => expect(callOf(page).elsewhere).toBeVisible()),
  ]);
  expect(await sum([...pages])).toBe(0);
  await expectSilence(pages, lines, "call.accepted");
  await expectToTalk(ahmed.page, second);
  await Promise.all([sara.page, third].map((page) => expect(callOf(page).bar).toBeHidden()));
  await Promise.all([sara.page, third].map((page) => expect(callOf(page).elsewhere).toBeHidden()));
  await callOf(second).hangUp();
  await Promise.all([callOf(ahmed.page).expectEnded("completed"), callOf(second).expectEnded("completed")]);
  await close();
});

test("one device rejects, and all of them are silent", async ({ ahmed, sara, conversation, browser, server }) => {
  const { pages, lines, third, close } = await threeTabs(sara, () => anotherBrowser(browser, server.url, sara));
  await chatOf(ahmed.page).open(conversation);
  await callOf(ahmed.page).start();
  await ring([...pages]);
  await callOf(third).reject();
  await Promise.all([
    ...pages.map((page) => expect(callOf(page).popup).toBeHidden()),
    callOf(ahmed.page).expectEnded("declined"),
    ...pages.map((page) => callOf(page).expectEnded("declined")),
  ]);
  await expectSilence(pages, lines, "call.ended");
  expect(await ahmed.api("GET", "/calls/current")).toBeNull();
  await close();
});

test("two devices accept at the same instant: one talks, the other says so", async ({
  ahmed,
  sara,
  conversation,
  browser,
  server,
}) => {
  test.slow();
  const { pages, lines, close } = await threeTabs(sara, () => anotherBrowser(browser, server.url, sara));
  await chatOf(ahmed.page).open(conversation);
  for (const [one, two] of [
    [pages[0], pages[1]],
    [pages[2], pages[1]],
  ] as const) {
    await callOf(ahmed.page).start();
    await ring([...pages]);
    for (const line of lines) line.hold("up", "call:accept");
    await Promise.all([one, two].map((page) => callOf(page).accept()));
    await expect.poll(() => lines.reduce((all, line) => all + line.waiting("call:accept"), 0)).toBe(2);
    const said = Promise.any([one, two].map((page) => expect(callOf(page).elsewhere).toBeVisible()));
    for (const line of lines) line.release("call:accept");
    await expect
      .poll(async () => (await Promise.all(pages.map((page) => callOf(page).bar.count()))).sort())
      .toEqual([0, 0, 1]);
    const talking = (await callOf(one).bar.count()) === 1 ? one : two;
    await said;
    await expectToTalk(ahmed.page, talking);
    await callOf(ahmed.page).hangUp();
    await Promise.all([callOf(ahmed.page).expectEnded("completed"), callOf(talking).expectEnded("completed")]);
    await Promise.all(pages.map((page) => expect(callOf(page).elsewhere).toBeHidden()));
  }
  const log = await ahmed.api<{ end_reason: string }[]>("GET", "/calls");
  expect(log.map((call) => call.end_reason)).toEqual(["completed", "completed"]);
  await close();
});

for (const first of ["accept", "decline"] as const) {
  test(`one tab accepts, the other rejects, and ${first} is heard first: both screens tell that`, async ({
    ahmed,
    sara,
    conversation,
  }) => {
    const second = await sara.context.newPage();
    const [accepting, rejecting] = await Promise.all([lineOf(sara.page), lineOf(second)]);
    accepting.hold("up", "call:accept");
    rejecting.hold("up", "call:decline");
    await Promise.all([sara.page.goto("/friends"), second.goto("/search"), chatOf(ahmed.page).open(conversation)]);
    await Promise.all([sara.page, second].map(expectConnected));
    await callOf(ahmed.page).start();
    await ring([sara.page, second]);
    await Promise.all([callOf(sara.page).accept(), callOf(second).reject()]);
    await expect.poll(() => accepting.waiting("call:accept") + rejecting.waiting("call:decline")).toBe(2);
    if (first === "accept") {
      accepting.release("call:accept");
      await callOf(ahmed.page).expectTalking();
      rejecting.release("call:decline");
      await expect(callOf(second).elsewhere).toBeVisible();
      await expectToTalk(ahmed.page, sara.page);
    } else {
      rejecting.release("call:decline");
      await callOf(ahmed.page).expectEnded("declined");
      accepting.release("call:accept");
      await Promise.all([sara.page, second].map((page) => callOf(page).expectEnded("declined")));
    }
  });
}

test("a duplicated tab is a device of its own, and takes nothing from the first", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await Promise.all([chatOf(sara.page).open(conversation), chatOf(ahmed.page).open(conversation)]);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
  const first = await deviceOf(sara.page);

  const copy = await duplicate(sara.page);
  await expect.poll(() => deviceOf(copy)).not.toBe(first);
  await chatOf(copy).open(conversation);
  await expect(callOf(copy).bar).toBeHidden();
  await expectToTalk(ahmed.page, sara.page);
  await callOf(sara.page).hangUp();
  await callOf(ahmed.page).expectEnded("completed");

  const ids = await Promise.all([deviceOf(sara.page), deviceOf(copy)]);
  expect(ids[0]).toBe(first);
  await Promise.all([sara.page.reload(), copy.reload()]);
  await expect.poll(() => Promise.all([deviceOf(sara.page), deviceOf(copy)])).toEqual(ids);
  await callOf(ahmed.page).start();
  await ring([sara.page, copy]);
  await callOf(copy).accept();
  await expect(callOf(sara.page).elsewhere).toBeVisible();
  await expectToTalk(ahmed.page, copy);
});

test("a ring that reaches an idle tab after the answer does not show", async ({ ahmed, sara, conversation }) => {
  const second = await sara.context.newPage();
  const late = await lineOf(second);
  late.hold("down", "incoming_call");
  await Promise.all([sara.page.goto("/friends"), second.goto("/chat"), chatOf(ahmed.page).open(conversation)]);
  await expectConnected(second);
  await callOf(ahmed.page).start();
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
  expect(late.waiting("incoming_call")).toBe(1);
  late.release("incoming_call");
  // What is said after it has been shown, so the ring has been dealt with.
  await chatOf(ahmed.page).send("after the ring");
  await expect(second.getByText("after the ring")).toBeVisible();
  expect(await callOf(second).popup.count()).toBe(0);
  await callOf(sara.page).expectTalking();
});
