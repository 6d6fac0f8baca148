import { networkInterfaces } from "node:os";
import type { Page } from "@playwright/test";

/** What a page tells the server, and so the other person, of ways to reach it. */
export interface ToldRoutes {
  /** the type of each ICE candidate (RFC 8445, 5.1.1), in the order they were sent */
  types: string[];
  /** addresses of this machine, other than loopback, that were sent in any form */
  addresses(): string[];
}

/** Listens to all that the page sends over its socket from now on; call it before the page is opened. */
export function toldRoutes(page: Page): ToldRoutes {
  const types: string[] = [];
  const sent: string[] = [];
  page.on("websocket", (socket) => {
    socket.on("framesent", ({ payload }) => {
      const text = String(payload);
      if (!text.includes("call:signal")) return;
      sent.push(text);
      for (const [, type = ""] of text.matchAll(/candidate:\S+ \d+ \w+ \d+ \S+ \d+ typ (\w+)/g)) types.push(type);
    });
  });
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  return {
    types,
    addresses: () =>
      own
        .filter(({ internal, address }) => !internal && sent.some((text) => text.includes(address)))
        .map(({ address }) => address),
  };
}

/** The two ends of the path in use, as W3C WebRTC statistics name them: "relay", "host", "srflx", "prflx". */
export function routeOf(page: Page): Promise<{ local: string; remote: string } | null> {
  return page.evaluate(async () => {
    const { testPeers = [] } = window as unknown as { testPeers?: RTCPeerConnection[] };
    const live = testPeers.filter(({ connectionState }) => connectionState === "connected").at(-1);
    const stats = await live?.getStats();
    const all = new Map([...(stats?.values() ?? [])].map((entry) => [entry.id, entry]));
    for (const transport of all.values()) {
      const pair = transport.type === "transport" && all.get(transport.selectedCandidatePairId);
      if (!pair) continue;
      return {
        local: all.get(pair.localCandidateId)?.candidateType ?? "",
        remote: all.get(pair.remoteCandidateId)?.candidateType ?? "",
      };
    }
    return null;
  });
}
