import type { Browser, Page } from "@playwright/test";
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

/** The moment at which the page has received its first RTP packet of audio. */
export function firstAudio(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const peers = () => (window as unknown as { testPeers: RTCPeerConnection[] }).testPeers;
    const known = new Set(peers().filter((peer) => peer.connectionState === "closed"));
    for (;;) {
      for (const peer of peers()) {
        if (known.has(peer) || peer.connectionState === "closed") continue;
        for (const report of (await peer.getStats()).values()) {
          if (report.type === "inbound-rtp" && report.packetsReceived > 0)
            return performance.timeOrigin + performance.now();
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
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

/** Calls again and again between two pages, the callee on another page than the chat. */
export async function measureCalls(browser: Browser, url: string, rounds: number): Promise<CallTimes[]> {
  const ahmed = await subject(browser, url, "ahmed");
  const sara = await subject(browser, url, "sara");
  const request = await rest<{ id: number }>(url, ahmed.token, "POST", "/friends/requests", { user_id: sara.id });
  await rest(url, sara.token, "POST", `/friends/requests/${request.id}/accept`);
  const { conversation_id } = await rest<{ conversation_id: number }>(
    url,
    ahmed.token,
    "POST",
    "/chat/conversations/start",
    {
      user_id: sara.id,
    },
  );
  await ahmed.page.goto(`/chat/${conversation_id}`);
  const times: CallTimes[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await sara.page.goto("/friends");
    await sara.page.waitForLoadState("networkidle");
    const popup = seen(sara.page, '[role="alertdialog"]');
    const clicked = await click(ahmed.page, 'main button[aria-label="Call"], main header button:has(svg.lucide-phone)');
    const popped = await popup;
    // People need a moment to reach for the button; what is prepared while it rings counts for nobody's patience.
    await sara.page.waitForFunction(() => document.querySelector('[role="alertdialog"] button'));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const heardByCaller = firstAudio(ahmed.page);
    const heardByCallee = firstAudio(sara.page);
    const accepted = await sara.page.evaluate(() => {
      const buttons = [...document.querySelectorAll<HTMLElement>('[role="alertdialog"] button')];
      const accept = buttons.find(
        (button) => (button.getAttribute("aria-label") ?? button.textContent)?.trim() === "Accept",
      );
      const at = performance.timeOrigin + performance.now();
      accept?.click();
      return at;
    });
    times.push({
      clickToPopup: popped - clicked,
      acceptToCallee: (await heardByCallee) - accepted,
      acceptToCaller: (await heardByCaller) - accepted,
    });
    await ahmed.page.getByRole("button", { name: "Hang up", exact: true }).click();
    await ahmed.page.getByRole("region", { name: "Call", exact: true }).waitFor({ state: "hidden" });
    await sara.page.getByRole("region", { name: "Call", exact: true }).waitFor({ state: "hidden" });
  }
  await ahmed.page.context().close();
  await sara.page.context().close();
  return times;
}
