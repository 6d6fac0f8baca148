import type { Browser, Page } from "@playwright/test";
import type { Distance } from "./line";
import { rest, subject } from "./people";

/** One call's moments, in milliseconds. */
export interface CallTimes {
  clickToPopup: number;
  acceptToCallee: number;
  acceptToCaller: number;
}

/**
 * The moment at which the page sees `selector`, watched from inside so that no round trip of the test is measured.
 * Clocks of two pages of one machine agree: `performance.timeOrigin + performance.now()`.
 */
function seen(page: Page, selector: string): Promise<number> {
  return page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (document.querySelector(wanted)) resolve(performance.timeOrigin + performance.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
    selector,
  );
}

/**
 * The moment at which the other is heard in the page: a first packet has come and was decoded (W3C WebRTC, 5.3: a source
 * is named when its first frame is delivered), and it is played aloud. Statistics would be as much as 50 ms old.
 */
export function firstAudio(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { testPeers, testVoices } = window as unknown as {
      testPeers: RTCPeerConnection[];
      testVoices: HTMLAudioElement[];
    };
    const known = new Set(testPeers.filter((peer) => peer.connectionState === "closed"));
    const isAloud = () => testVoices.some((voice) => voice.srcObject && !voice.paused && !voice.muted);
    const isHeard = (peer: RTCPeerConnection) =>
      !known.has(peer) &&
      peer.connectionState !== "closed" &&
      peer.getReceivers().some((receiver) => receiver.getSynchronizationSources().length > 0);
    while (!isAloud() || !testPeers.some(isHeard)) await new Promise((resolve) => setTimeout(resolve, 2));
    return performance.timeOrigin + performance.now();
  });
}

/** Clicks from inside the page and answers the moment of the click. */
function click(page: Page, selector: string): Promise<number> {
  return page.evaluate((wanted) => {
    const button = document.querySelector<HTMLElement>(wanted);
    if (!button) throw new Error(`no ${wanted}`);
    const at = performance.timeOrigin + performance.now();
    button.click();
    return at;
  }, selector);
}

/** Clicks Accept in the popup and answers the moment of the click. */
function accept(page: Page): Promise<number> {
  return page.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLElement>('[role="alertdialog"] button')];
    const button = buttons.find((one) => (one.getAttribute("aria-label") ?? one.textContent)?.trim() === "Accept");
    const at = performance.timeOrigin + performance.now();
    button?.click();
    return at;
  });
}

/** The code of calls comes to a page that has settled; people are seldom rung in its first two seconds. */
async function settled(...pages: Page[]): Promise<void> {
  for (const page of pages) await page.waitForLoadState("networkidle");
  await pause(2000);
  for (const page of pages) await page.waitForLoadState("networkidle");
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const callButton = 'main button[aria-label="Call"], main header button:has(svg.lucide-phone)';

/** Two friends, the first of them in their conversation, the second perhaps far away. */
async function friends(browser: Browser, url: string, suffix: string, distance?: Distance) {
  const ahmed = await subject(browser, url, `ahmed${suffix}`);
  const sara = await subject(browser, distance?.url ?? url, `sara${suffix}`);
  for (const { page } of [ahmed, sara]) await distance?.part(page.context());
  const request = await rest<{ id: number }>(url, ahmed.token, "POST", "/friends/requests", { user_id: sara.id });
  await rest(url, sara.token, "POST", `/friends/requests/${request.id}/accept`);
  const begun = { user_id: sara.id };
  const path = "/chat/conversations/start";
  const { conversation_id } = await rest<{ conversation_id: number }>(url, ahmed.token, "POST", path, begun);
  await ahmed.page.goto(`/chat/${conversation_id}`);
  return { ahmed, sara };
}

async function hangUp(caller: Page, callee: Page): Promise<void> {
  await caller.getByRole("button", { name: "Hang up", exact: true }).click();
  for (const page of [caller, callee])
    await page.getByRole("region", { name: "Call", exact: true }).waitFor({ state: "hidden" });
}

/** People need a moment to reach for the button; what is prepared while it rings counts for nobody's patience. */
const REACH_MS = 1000;
/** The way to somebody far away takes its round trips while it rings, which nobody answers sooner in truth either. */
const REACH_FAR_MS = 3000;

/** Calls again and again between two pages, the callee on another page than the chat, and perhaps far away. */
export async function measureCalls(
  browser: Browser,
  url: string,
  rounds: number,
  far?: { name: string; distance: Distance },
): Promise<CallTimes[]> {
  const { ahmed, sara } = await friends(browser, url, far?.name ?? "", far?.distance);
  const times: CallTimes[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await sara.page.goto("/friends");
    await settled(sara.page);
    const popup = seen(sara.page, '[role="alertdialog"] button');
    const clicked = await click(ahmed.page, callButton);
    const popped = await popup;
    await pause(far ? REACH_FAR_MS : REACH_MS);
    const heardByCaller = firstAudio(ahmed.page);
    const heardByCallee = firstAudio(sara.page);
    const accepted = await accept(sara.page);
    times.push({
      clickToPopup: popped - clicked,
      acceptToCallee: (await heardByCallee) - accepted,
      acceptToCaller: (await heardByCaller) - accepted,
    });
    await hangUp(ahmed.page, sara.page);
  }
  await ahmed.page.context().close();
  await sara.page.context().close();
  return times;
}

/** The same, answered in another tab than the one that sounds: nothing is prepared towards it. */
export async function measureColdCalls(browser: Browser, url: string, rounds: number) {
  const { ahmed, sara } = await friends(browser, url, "cold");
  const second = await sara.page.context().newPage();
  const times: Pick<CallTimes, "acceptToCallee" | "acceptToCaller">[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await Promise.all([sara.page.goto("/friends"), second.goto("/search")]);
    await settled(sara.page, second);
    const popups = Promise.all([sara.page, second].map((page) => seen(page, '[role="alertdialog"] button')));
    await click(ahmed.page, callButton);
    await popups;
    await pause(REACH_MS);
    const silent = (await peers(second)) === 0 ? second : sara.page;
    const heardByCallee = firstAudio(silent);
    const heardByCaller = firstAudio(ahmed.page);
    const accepted = await accept(silent);
    times.push({
      acceptToCallee: (await heardByCallee) - accepted,
      acceptToCaller: (await heardByCaller) - accepted,
    });
    await hangUp(ahmed.page, silent);
  }
  await ahmed.page.context().close();
  await sara.page.context().close();
  return times;
}

const peers = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { testPeers: RTCPeerConnection[] }).testPeers.length);
