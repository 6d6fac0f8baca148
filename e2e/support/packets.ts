import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";

/** How many UDP packets of each kind went over the wire, told apart by their first bytes (RFC 7983, RFC 5761). */
export interface Counted {
  stun: number;
  dtls: number;
  rtp: number;
  rtcp: number;
}

export interface Capture {
  /** what went from or to these UDP ports: a machine has other voices */
  upToNow(ports: Set<number>): Promise<Counted>;
  stop(ports: Set<number>): Promise<Counted>;
}

/** Watches all UDP of this machine's interfaces. Null, and said aloud, where that is not possible. */
export async function capturePackets(): Promise<Capture | null> {
  if (process.getuid?.() !== 0 || spawnSync("tcpdump", ["--version"]).error) {
    console.warn("SKIPPED: no packet capture, which needs tcpdump and root; only the browsers' own counts are checked");
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), "nida-packets-"));
  const file = join(folder, "udp.pcap");
  const running = spawn(
    "tcpdump",
    ["-i", "any", "-U", "--immediate-mode", "-Z", "root", "-s", "96", "-w", file, "udp"],
    {
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  await listening(running);
  const count = async (ports: Set<number>) => countPackets(await readFile(file), ports);
  return {
    async upToNow(ports) {
      await caughtUp(file);
      return count(ports);
    },
    async stop(ports) {
      const ended = once(running, "exit");
      running.kill("SIGINT");
      await ended;
      const counted = await count(ports);
      await rm(folder, { recursive: true, force: true });
      return counted;
    },
  };
}

async function listening(running: ChildProcess): Promise<void> {
  for await (const said of running.stderr ?? []) if (String(said).includes("listening on")) break;
}

/**
 * Waits until the capture has a packet that is sent now, and so all that went before it: it writes behind the wire. A busy
 * machine's capture may lose one, so it is sent again at each look.
 */
async function caughtUp(file: string): Promise<void> {
  const mark = randomBytes(16);
  const socket = createSocket("udp4");
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  const marked = async () => {
    socket.send(mark, socket.address().port, "127.0.0.1");
    return (await readFile(file)).includes(mark);
  };
  await expect.poll(marked, { message: "the capture goes on" }).toBe(true);
  socket.close();
}

/** The lengths of a packet's frame header before IP, by link type (tcpdump.org/linktypes.html). */
const FRAME_BYTES: Record<number, number> = { 1: 14, 113: 16, 276: 20 };

/** Counts what a capture file holds (libpcap's format, least byte first). */
function countPackets(pcap: Buffer, ports: Set<number>): Counted {
  const counted: Counted = { stun: 0, dtls: 0, rtp: 0, rtcp: 0 };
  if (pcap.length < 24) return counted;
  const frame = FRAME_BYTES[pcap.readUInt32LE(20)];
  if (frame === undefined) throw new Error(`unknown link type ${pcap.readUInt32LE(20)}`);
  for (let at = 24; at + 16 <= pcap.length; ) {
    const length = pcap.readUInt32LE(at + 8);
    const kind = kindOf(pcap.subarray(at + 16 + frame, at + 16 + length), ports);
    if (kind) counted[kind] += 1;
    at += 16 + length;
  }
  return counted;
}

/** What an IP packet with UDP in it carries, if one of its ports is among these. */
function kindOf(ip: Buffer, ports: Set<number>): keyof Counted | null {
  const version = (ip[0] ?? 0) >> 4;
  const udp = ip.subarray(version === 4 ? ((ip[0] ?? 0) & 15) * 4 : 40);
  if (udp.length < 8 || !(ports.has(udp.readUInt16BE(0)) || ports.has(udp.readUInt16BE(2)))) return null;
  const payload = udp.subarray(8);
  const [first = 255, second = 0] = payload;
  if (payload.length < 12) return null;
  if (first < 4) return payload.readUInt32BE(4) === 0x2112a442 ? "stun" : null;
  if (first >= 20 && first <= 63) return "dtls";
  if (first < 128 || first > 191) return null;
  return second >= 192 && second <= 223 ? "rtcp" : "rtp";
}
