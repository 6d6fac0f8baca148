import { WebSocket } from "ws";
import type { Mobile, TestNida } from "./nida";

export interface Heard {
  event: string;
  channel?: string;
  data: unknown;
  user_id?: string;
}

/** A client made by hand, for frames that no library would send. */
export interface Wire {
  socket: WebSocket;
  /** every frame so far; `data` is as it came */
  heard: Heard[];
  id: string;
  send(frame: unknown): void;
  /** the next frame, or an earlier one that was not asked for yet, of this event */
  hears(event: string, fits?: (frame: Heard) => boolean): Promise<Heard>;
  /** subscribes with an authorisation of this person */
  subscribe(channel: string, who: Mobile, more?: object): Promise<Heard>;
  /** the close code, once it is closed */
  closed: Promise<number>;
}

/** Opens a connection, whatever comes of it. */
export function dial(nida: Pick<TestNida, "port">, path: string): Wire {
  const socket = new WebSocket(`ws://127.0.0.1:${nida.port}${path}`);
  const heard: Heard[] = [];
  const taken = new Set<Heard>();
  const waiting = new Set<() => void>();
  socket.on("message", (data) => {
    heard.push(JSON.parse(data.toString()));
    for (const look of waiting) look();
  });
  socket.on("error", () => {});
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  const hears: Wire["hears"] = (event, fits = () => true) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = heard.find((frame) => frame.event === event && !taken.has(frame) && fits(frame));
        if (!found) return;
        taken.add(found);
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      void closed.then((code) => reject(new Error(`closed with ${code} before ${event}`)));
    });
  const wire: Wire = {
    ...{ socket, heard, closed, hears, id: "" },
    send: (frame) => socket.send(typeof frame === "string" || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame)),
    async subscribe(channel, who, more = {}) {
      const authorization = await who.authorize(wire.id, channel, more);
      wire.send({ event: "pusher:subscribe", data: { channel, ...authorization } });
      return hears("pusher_internal:subscription_succeeded", (frame) => frame.channel === channel);
    },
  };
  return wire;
}

/** A connection that was let in. */
export async function connect(nida: Pick<TestNida, "port" | "app">): Promise<Wire> {
  const wire = dial(nida, `/app/${nida.app.key}?protocol=7&client=test&version=1`);
  const established = await wire.hears("pusher:connection_established");
  wire.id = JSON.parse(String(established.data)).socket_id;
  return wire;
}

/** Settles once the server has dealt with all that this client sent before. */
export async function settled(wire: Wire): Promise<void> {
  wire.send({ event: "pusher:ping", data: {} });
  await wire.hears("pusher:pong");
}
