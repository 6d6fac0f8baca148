import { randomBytes } from "node:crypto";
import { connect as connectTcp, type Socket as TcpSocket } from "node:net";
import { io, type Socket } from "socket.io-client";
import type { Ack } from "@/lib/contracts/realtime";

export interface Wire {
  socket: Socket;
  /** every event so far, in order */
  heard: { name: string; data: unknown }[];
  /** a command and its acknowledgement; fails after five seconds without one */
  say(command: string, ...args: unknown[]): Promise<Ack>;
  /** settles when an event of this name has come */
  hears(name: string, fits?: (data: unknown) => boolean): Promise<unknown>;
}

export interface Identity {
  token?: string;
  ticket?: string;
  cookie?: string;
  origin?: string;
  device_id?: string;
  user_id?: number;
}

/** A notification socket as a mobile client opens it: no reconnecting, so that a closed one stays closed. */
export function dial(url: string, { token, ticket, cookie, origin, device_id, user_id }: Identity): Socket {
  return io(url, {
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    auth: {
      ...(token && { token }),
      ...(ticket && { ticket }),
      ...(device_id && { device_id }),
      ...(user_id && { user_id }),
    },
    extraHeaders: { ...(cookie && { Cookie: cookie }), ...(origin && { Origin: origin }) },
  });
}

export interface ConnectRefusal extends Error {
  data?: { status: number; code: string };
}

/** What a socket that must not be let in is told. */
export async function refusedAt(url: string, identity: Identity): Promise<ConnectRefusal> {
  const socket = dial(url, identity);
  try {
    return await new Promise((resolve, reject) => {
      socket.once("connect_error", resolve);
      socket.once("connect", () => reject(new Error("it was let in")));
    });
  } finally {
    socket.disconnect();
  }
}

export async function wire(url: string, identity: Identity): Promise<Wire> {
  const socket = dial(url, identity);
  const heard: Wire["heard"] = [];
  socket.onAny((name: string, data: unknown) => heard.push({ name, data }));
  await new Promise<void>((resolve, reject) => {
    socket.once("connect", resolve);
    socket.once("connect_error", reject);
  });
  return {
    socket,
    heard,
    say: (command, ...args) => socket.timeout(5000).emitWithAck(command, ...args),
    hears: (name, fits = () => true) =>
      new Promise((resolve) => {
        const known = heard.find((event) => event.name === name && fits(event.data));
        if (known) resolve(known.data);
        else socket.on(name, (data: unknown) => fits(data) && resolve(data));
      }),
  };
}

/** Milliseconds until the server has closed it, or "still open" after `patience` of them. */
export async function closedAfter({ socket }: Wire, patience: number): Promise<number | "still open"> {
  const from = Date.now();
  if (!socket.connected) return 0;
  const late = AbortSignal.timeout(patience);
  return new Promise((resolve) => {
    socket.once("disconnect", () => resolve(Date.now() - from));
    late.addEventListener("abort", () => resolve("still open"));
  });
}

/** Asks for an upgrade (RFC 6455, 4.1) on a connection of its own. */
function askToUpgrade(url: string, path: string): TcpSocket {
  const { hostname, port, host } = new URL(url);
  const tcp = connectTcp(Number(port), hostname === "localhost" ? "127.0.0.1" : hostname);
  // The server may cut it off at any byte: that is what these connections are for.
  tcp.on("error", () => {});
  const key = randomBytes(16).toString("base64");
  const headers = [
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Key: ${key}`,
    "Sec-WebSocket-Version: 13",
  ];
  tcp.write([`GET ${path} HTTP/1.1`, `Host: ${host}`, ...headers, "\r\n"].join("\r\n"));
  return tcp;
}

/** A WebSocket below Socket.IO: upgraded by hand, for bytes that no client would send. Answered, or cut off. */
export async function rawSocket(url: string, path = "/socket.io/?EIO=4&transport=websocket"): Promise<TcpSocket> {
  const tcp = askToUpgrade(url, path);
  await new Promise<void>((resolve) => {
    tcp.once("data", () => resolve());
    tcp.once("close", () => resolve());
  });
  return tcp;
}

/** Asks for an upgrade and is gone (TCP reset) before there can be an answer. */
export async function resetUpgrade(url: string, path: string): Promise<void> {
  const tcp = askToUpgrade(url, path);
  await new Promise<void>((resolve) => tcp.once("connect", () => setImmediate(resolve)));
  tcp.resetAndDestroy();
}

/** Settles once both sides have closed it. */
export function closed(tcp: TcpSocket): Promise<void> {
  return new Promise((resolve) => {
    if (tcp.closed) resolve();
    else tcp.once("close", () => resolve());
  });
}

/** One masked frame (RFC 6455, 5.2). `opcode` 1 is text, 2 binary. */
export function frame(payload: Buffer | string, opcode = 1): Buffer {
  const bytes = Buffer.from(payload);
  const length = bytes.length < 126 ? [0x80 | bytes.length] : [0x80 | 126, bytes.length >> 8, bytes.length & 255];
  const mask = randomBytes(4);
  return Buffer.concat([
    Buffer.from([0x80 | opcode, ...length]),
    mask,
    bytes.map((byte, at) => byte ^ (mask[at % 4] ?? 0)),
  ]);
}
