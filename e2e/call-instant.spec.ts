import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";
import { callOf } from "./pages/call";
import { chatOf } from "./pages/chat";
import { expectToTalk } from "./support/audio";
import { capturePackets } from "./support/packets";
import { rememberSounds, tonesOf } from "./support/sound";

/** How the page's peers stand, and how many RTP packets they have sent and received (W3C WebRTC statistics). */
function traffic(page: Page): Promise<{ peers: string[]; sent: number; received: number; microphones: number }> {
  return page.evaluate(async () => {
    const { testPeers = [] } = window as unknown as { testPeers?: RTCPeerConnection[] };
    const open = testPeers.filter((peer) => peer.connectionState !== "closed");
    let sent = 0;
    let received = 0;
    for (const peer of open) {
      for (const report of (await peer.getStats()).values()) {
        if (report.type === "outbound-rtp") sent += report.packetsSent ?? 0;
        if (report.type === "inbound-rtp") received += report.packetsReceived ?? 0;
      }
    }
    const senders = open.flatMap((peer) => peer.getSenders());
    return {
      peers: open.map((peer) => peer.connectionState),
      sent,
      received,
      microphones: senders.filter((sender) => sender.track).length,
    };
  });
}

/** The UDP ports of the two pages' peers. */
async function portsOf(...pages: Page[]): Promise<Set<number>> {
  const ports = pages.map((page) =>
    page.evaluate(async () => {
      const { testPeers = [] } = window as unknown as { testPeers?: RTCPeerConnection[] };
      const reports = await Promise.all(testPeers.map(async (peer) => [...(await peer.getStats()).values()]));
      return reports.flat().flatMap((report) => (report.type === "local-candidate" ? [Number(report.port)] : []));
    }),
  );
  return new Set((await Promise.all(ports)).flat().filter((port) => port > 9));
}

const silent = { peers: ["connected"], sent: 0, received: 0, microphones: 0 };
/** Looks at a ring that is connected, long after a voice would have come through. */
const LOOKS = 20;

test("the connection is up while it rings, yet not one packet of anybody's voice before Accept", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await expect.poll(() => sara.console).toContain("Notification WebSocket connected");
  const packets = await capturePackets();
  await callOf(ahmed.page).start();
  await expect(callOf(sara.page).popup).toBeVisible();
  for (const { page } of [ahmed, sara])
    await expect.poll(async () => (await traffic(page)).peers).toEqual(["connected"]);

  for (let look = 1; look <= LOOKS; look++) {
    expect(await traffic(ahmed.page), "the caller's page").toEqual(silent);
    expect(await traffic(sara.page), "the callee's page").toEqual(silent);
  }
  const ports = await portsOf(ahmed.page, sara.page);
  if (packets) {
    const ringing = await packets.upToNow(ports);
    expect(ringing.dtls, "the capture saw the connection come up").toBeGreaterThan(0);
    expect(ringing.rtp, "captured voice packets").toBe(0);
  }

  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
  // The very connection that stood ready carries the voices.
  for (const { page } of [ahmed, sara]) expect((await traffic(page)).peers).toEqual(["connected"]);
  if (packets) expect((await packets.stop(ports)).rtp, "the capture sees voices").toBeGreaterThan(0);
});

test("answered in another tab than the one that sounds, the call is still up, and the first tab lets go", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await expect.poll(() => sara.console).toContain("Notification WebSocket connected");
  await callOf(ahmed.page).start();
  await expect.poll(async () => (await traffic(sara.page)).peers).toEqual(["connected"]);
  const other = await sara.context.newPage();
  await other.goto("/calls");
  await callOf(other).accept();
  await expectToTalk(ahmed.page, other);
  await expect.poll(async () => (await traffic(sara.page)).peers).toEqual([]);
  expect((await traffic(ahmed.page)).peers).toEqual(["connected"]);
});

test("the sounding tab reloaded while it rings connects anew, and both talk after Accept", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await expect.poll(() => sara.console).toContain("Notification WebSocket connected");
  await callOf(ahmed.page).start();
  await expect.poll(async () => (await traffic(sara.page)).peers).toEqual(["connected"]);
  await sara.page.reload();
  await expect(callOf(sara.page).popup).toBeVisible();
  for (const { page } of [ahmed, sara]) await expect.poll(() => traffic(page)).toEqual(silent);
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
});

test("when the tab that sounds dies, the next one is heard in its place, and connects in its place", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await sara.context.addInitScript(rememberSounds);
  const second = await sara.context.newPage();
  await Promise.all([sara.page.goto("/friends"), second.goto("/search"), chatOf(ahmed.page).open(conversation)]);
  await callOf(ahmed.page).start();
  await Promise.all([sara.page, second].map((page) => expect(callOf(page).popup).toBeVisible()));
  await expect.poll(async () => (await tonesOf(sara.page)) + (await tonesOf(second))).toBe(1);
  const [heard, next] = (await tonesOf(second)) === 1 ? [second, sara.page] : [sara.page, second];
  await expect.poll(async () => (await traffic(heard)).peers).toEqual(["connected"]);
  expect((await traffic(next)).peers).toEqual([]);
  await heard.close();
  await expect.poll(() => tonesOf(next)).toBe(1);
  for (const page of [ahmed.page, next]) await expect.poll(() => traffic(page)).toEqual(silent);
  await callOf(next).accept();
  await expectToTalk(ahmed.page, next);
  for (const page of [ahmed.page, next]) expect((await traffic(page)).peers).toEqual(["connected"]);
});

test("a caller who reloads while it rings goes on ringing, connects anew, and both talk after Accept", async ({
  ahmed,
  sara,
  conversation,
}) => {
  await ahmed.context.addInitScript(rememberSounds);
  await Promise.all([chatOf(ahmed.page).open(conversation), sara.page.goto("/friends")]);
  await expect.poll(() => sara.console).toContain("Notification WebSocket connected");
  await callOf(ahmed.page).start();
  await expect.poll(async () => (await traffic(sara.page)).peers).toEqual(["connected"]);
  await ahmed.page.reload();
  await expect(callOf(ahmed.page).outgoing).toContainText("Ringing");
  await expect.poll(() => tonesOf(ahmed.page), "the ringback").toBe(1);
  await expect(callOf(sara.page).popup).toBeVisible();
  for (const { page } of [ahmed, sara]) await expect.poll(() => traffic(page)).toEqual(silent);
  await callOf(sara.page).accept();
  await expectToTalk(ahmed.page, sara.page);
  for (const { page } of [ahmed, sara]) expect((await traffic(page)).peers).toEqual(["connected"]);
});

test("people who are no friends connect only after Accept", async ({ person }) => {
  const omar = await person({ name: "Omar", username: "omar" });
  const layla = await person({ name: "Layla", username: "layla" });
  const { conversation_id } = await omar.api<{ conversation_id: number }>("POST", "/chat/conversations/start", {
    user_id: layla.id,
  });
  await layla.api("POST", `/chat/conversations/${conversation_id}/accept`);
  await Promise.all([chatOf(omar.page).open(conversation_id), layla.page.goto("/friends")]);
  await expect.poll(() => layla.console).toContain("Notification WebSocket connected");
  await callOf(omar.page).start();
  await expect(callOf(layla.page).popup).toBeVisible();
  for (let look = 1; look <= LOOKS; look++) expect((await traffic(layla.page)).peers).not.toContain("connected");
  await callOf(layla.page).accept();
  await expectToTalk(omar.page, layla.page);
});
