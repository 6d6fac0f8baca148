import { expect, type Page } from "@playwright/test";

/** Remembers each RTCPeerConnection of a page, so that tests can read its statistics. No hook in the product. */
export const rememberPeers = () => {
  const peers: RTCPeerConnection[] = [];
  Object.assign(window, { testPeers: peers });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(...args: ConstructorParameters<typeof RTCPeerConnection>) {
      super(...args);
      peers.push(this);
    }
  };
};

/** Every connection of the page to another is gone at once. */
export const closePeers = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const peer of (window as unknown as { testPeers: RTCPeerConnection[] }).testPeers) peer.close();
  });

export interface Heard {
  packets: number;
  energy: number;
}

/** What each peer of the page has received so far: RTP packets and audio energy (W3C WebRTC statistics). One that is closed has none. */
function heardByPeers(page: Page): Promise<Heard[]> {
  return page.evaluate(async () => {
    const { testPeers = [] } = window as unknown as { testPeers?: RTCPeerConnection[] };
    return Promise.all(
      testPeers.map(async (peer) => {
        const total = { packets: 0, energy: 0 };
        for (const report of (await peer.getStats()).values()) {
          if (report.type !== "inbound-rtp" || report.kind !== "audio") continue;
          total.packets += report.packetsReceived ?? 0;
          total.energy += report.totalAudioEnergy ?? 0;
        }
        return total;
      }),
    );
  });
}

/** The same over all its peers. */
export async function heard(page: Page): Promise<Heard> {
  const total = { packets: 0, energy: 0 };
  for (const { packets, energy } of await heardByPeers(page)) {
    total.packets += packets;
    total.energy += energy;
  }
  return total;
}

/** Proves that a page goes on receiving sound, not just packets, from now on. */
async function expectToHear(page: Page, who: string): Promise<void> {
  const before = await heardByPeers(page);
  // Looked at one by one: a new connection need not make up for what an old one had received.
  const goesOn = ({ packets, energy }: Heard, at: number) =>
    packets > (before[at]?.packets ?? 0) + 5 && energy > (before[at]?.energy ?? 0);
  await expect
    .poll(async () => (await heardByPeers(page)).some(goesOn), { message: `${who} hears the other`, timeout: 15_000 })
    .toBe(true);
}

/** Both hear each other, measured on both sides. */
export async function expectToTalk(a: Page, b: Page): Promise<void> {
  await Promise.all([expectToHear(a, "the first"), expectToHear(b, "the second")]);
}

/** RTP packets of a page's voice that went out, and of the other's that came in, over all its peers. */
const passed = (page: Page): Promise<{ out: number; in: number }> =>
  page.evaluate(async () => {
    const { testPeers = [] } = window as unknown as { testPeers?: RTCPeerConnection[] };
    const total = { out: 0, in: 0 };
    for (const peer of testPeers) {
      for (const report of (await peer.getStats()).values()) {
        if (report.kind !== "audio") continue;
        if (report.type === "outbound-rtp") total.out += report.packetsSent ?? 0;
        if (report.type === "inbound-rtp") total.in += report.packetsReceived ?? 0;
      }
    }
    return total;
  });

/**
 * Counts from now on. Answers what share of each one's voice came to the other meanwhile: what was not said, because a
 * machine was busy, is no loss.
 */
export async function countVoices(a: Page, b: Page): Promise<() => Promise<[fromA: number, fromB: number]>> {
  const before = [await passed(a), await passed(b)] as const;
  return async () => {
    const [first, second] = [await passed(a), await passed(b)];
    const share = (out: number, came: number) => (out === 0 ? 0 : came / out);
    return [
      share(first.out - before[0].out, second.in - before[1].in),
      share(second.out - before[1].out, first.in - before[0].in),
    ];
  };
}
