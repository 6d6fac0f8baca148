import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { BrowserContext } from "@playwright/test";
import { type BadLine, layLine } from "@/e2e/support/bad-line";

/** The same server as seen from far away, and a way as long between the peers of two browsers. */
export interface Distance {
  /** where the server answers for who is far away */
  url: string;
  /** Lets the peers of this browser find every other only at the end of a line; both browsers of a call need it. */
  part(context: BrowserContext): Promise<void>;
  dispose(): Promise<void>;
}

type LineTo = (address: string, port: number) => Promise<number>;

/** Puts a line before each UDP candidate (RFC 8839, section 5.1) that the page hears of the other side. */
function seekAtTheEndOfALine(): void {
  const { testLineTo } = window as unknown as { testLineTo: LineTo };
  const place = /(candidate:\S+ \d+ udp \d+ )(\S+) (\d+)( typ)/gi;
  const along = async (text: string) => {
    const found = [...text.matchAll(place)];
    const ports = await Promise.all(found.map(([, , address = "", port]) => testLineTo(address, Number(port))));
    return text.replace(place, (_, before, _address, _port, after) => `${before}127.0.0.1 ${ports.shift()}${after}`);
  };
  window.RTCPeerConnection = class extends RTCPeerConnection {
    override async addIceCandidate(given?: RTCIceCandidateInit | null) {
      const candidate = given?.candidate ? await along(given.candidate) : "";
      return super.addIceCandidate(given && { candidate, sdpMid: given.sdpMid, sdpMLineIndex: given.sdpMLineIndex });
    }
    override async setRemoteDescription({ type, sdp = "" }: RTCSessionDescriptionInit) {
      return super.setRemoteDescription({ type, sdp: await along(sdp) });
    }
  };
}

/** Passes on what comes, in order, `delayMs` later. */
function pass(from: Socket, to: Socket, delayMs: number): void {
  const later = (act: () => void) => (delayMs > 0 ? setTimeout(act, delayMs) : act());
  from.on("data", (bytes) => later(() => to.writable && to.write(bytes)));
  from.on("end", () => later(() => to.end()));
  from.on("error", () => to.destroy());
  from.on("close", () => later(() => to.destroy()));
}

/** A TCP port behind which the server of `url` is, `delayMs` away each way. */
async function layStream(url: string, delayMs: number) {
  const open = new Set<Socket>();
  const { port, hostname } = new URL(url);
  const front = createServer({ noDelay: true, allowHalfOpen: true }, (near) => {
    const far = connect({ port: Number(port), host: hostname, noDelay: true, allowHalfOpen: true });
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on("close", () => open.delete(socket));
    }
    pass(near, far, delayMs);
    pass(far, near, delayMs);
  }).listen(0, "127.0.0.1");
  await once(front, "listening");
  const place = front.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${place.port}`,
    async dispose() {
      front.close();
      for (const socket of open) socket.destroy();
    },
  };
}

/** Moves one of two people `delayMs` away, each way, from the server of `url` and from the other person. */
export async function layDistance(url: string, delayMs: number): Promise<Distance> {
  const stream = await layStream(url, delayMs);
  const lines = new Map<string, Promise<BadLine>>();
  const lineTo: LineTo = async (address, port) => {
    const name = `${address} ${port}`;
    const line = lines.get(name) ?? layLine(port, address);
    lines.set(name, line);
    const laid = await line;
    laid.become({ loss: 0, delayMs });
    return laid.port;
  };
  return {
    url: stream.url,
    async part(context) {
      await context.exposeFunction("testLineTo", lineTo);
      await context.addInitScript(seekAtTheEndOfALine);
    },
    async dispose() {
      await stream.dispose();
      for (const line of lines.values()) (await line).dispose();
    },
  };
}
