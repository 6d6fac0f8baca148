import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { inPusherTerms } from "@/lib/server/broadcast/channels-of";
import type { Door } from "@/lib/server/broadcast/publisher";
import type { PusherApp } from "@/lib/server/env";
import type { Nodes } from "@/lib/server/nodes/nodes";
import { signEveryMs } from "@/lib/server/realtime/signs-of-life";
import { spread } from "@/lib/server/realtime/spread";
import { resources } from "@/lib/server/resources";
import { Connection } from "./connection";
import { frames } from "./frames";
import { type Hall, leaveHall, newHall, terminateHere } from "./hall";
import { answerApi } from "./http-api";
import { keepAlive } from "./keep-alive";
import { deviceKey, endRevoked, follow, type OnDevice } from "./lifecycle";
import { receive } from "./protocol";
import type { Attendance } from "./rooms";

/** How the door behaves in time and number; a test may hurry it. Milliseconds, but for `activityTimeoutS`. */
const usual = {
  /** told to clients: after so long without a word they ask whether we are there */
  activityTimeoutS: 30,
  /** after so long without a word we ask them */
  idleMs: 35_000,
  /** so long they have for the answer */
  pongMs: 10_000,
  tickMs: 1000,
  sessionsEveryMs: 5000,
  maxConnections: 20_000,
};
export type DoorOptions = typeof usual;

/** A client event of 10 KiB, twice escaped, with its envelope. */
const MAX_FRAME_BYTES = 64 * 1024;

export interface PusherDoor extends Door {
  /** takes an upgrade of `/app/{key}` */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** answers the signed HTTP API below `/apps/` */
  api(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /**
   * When a connection that speaks for this device was last heard here, in milliseconds since 1970; null when there is
   * none. A silent one is asked for a sign.
   */
  lastHeard(device: { userId: number; deviceId: string }): number | null;
  /** how many are connected */
  connections(): number;
  close(): Promise<void>;
}

/** Door 2: Pusher Channels protocol 7, as docs/mobile/pusher.md lists it. */
export function openPusherDoor(
  app: PusherApp,
  nodes: Nodes,
  attendance: Attendance,
  onDevice: OnDevice,
  options: Partial<DoorOptions> = {},
): PusherDoor {
  const times = { ...usual, ...options };
  const hall = newHall(app, nodes, attendance);
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MAX_FRAME_BYTES,
  });
  const timers = [
    setInterval(() => keepAlive(hall.connections.values(), times), times.tickMs),
    setInterval(() => void endRevoked(hall).catch(failed), times.sessionsEveryMs),
  ];
  const recall = (why: string) => spread(hall.connections.values(), (connection) => connection.end(4200, why));
  nodes.listen({
    word(word) {
      if (word.kind === "frame") hall.rooms.pass(word.channel, word.frame, hall.connections.get(word.except ?? ""));
      if (word.kind === "terminate") terminateHere(hall, word.userId);
    },
    lost: () => void recall("news was lost on the way: reconnect now"),
  });
  return {
    deliver(event) {
      const { channels, name, data } = inPusherTerms(event);
      for (const channel of channels) hall.rooms.publish(channel, name, data);
      follow(hall, event, onDevice);
    },
    upgrade: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (client) =>
        admit(hall, times, { client, line: socket, url: request.url ?? "" }, onDevice),
      ),
    api: (request, response) => answerApi(hall, request, response),
    lastHeard({ userId, deviceId }) {
      const connection = hall.devices.get(deviceKey(userId, deviceId));
      if (!connection) return null;
      // Before the next look it will be overdue.
      if (Date.now() - connection.heardAt > signEveryMs(resources().settings.callGraceMs) / 2) connection.ping();
      return connection.heardAt;
    },
    connections: () => hall.connections.size,
    async close() {
      for (const timer of timers) clearInterval(timer);
      const gone = Promise.all([...hall.connections.values()].map((connection) => connection.gone));
      await recall("the server is restarting: reconnect now");
      await gone;
    },
  };
}

const failed = (error: unknown) => resources().log.error({ err: error }, "the Pusher door could not look at sessions");

interface Arrival {
  client: WebSocket;
  line: Duplex;
  url: string;
}

function admit(hall: Hall, times: DoorOptions, { client, line, url }: Arrival, onDevice: OnDevice): void {
  const connection = new Connection(client, line);
  client.on("error", () => client.terminate());
  const refusal = refusalOf(hall, times, url);
  if (refusal) {
    connection.end(...refusal);
    return;
  }
  hall.connections.set(connection.id, connection);
  client.on("close", () => {
    leaveHall(hall, connection);
    for (const device of connection.devices.values()) onDevice({ ...device, heardAt: connection.heardAt });
  });
  client.on("ping", () => connection.heard());
  client.on("message", (data, isBinary) => {
    if (!connection.isOpen) return;
    connection.heard();
    if (isBinary) client.close(1003, "text only");
    else receive(hall, connection, data.toString());
  });
  connection.send(frames.established(connection.id, times.activityTimeoutS));
}

/** What keeps a client out, as a close code and its reason. */
function refusalOf(hall: Hall, { maxConnections }: DoorOptions, url: string): [code: number, reason: string] | null {
  const { pathname, searchParams } = new URL(url, "ws://nida");
  const key = /^\/app\/([^/]+)$/.exec(pathname)?.[1];
  if (!key) return [4005, "path not found: it is /app/{key}"];
  if (key !== hall.app.key) return [4001, "no app has this key"];
  const protocol = searchParams.get("protocol") ?? "7";
  if (!/^\d+$/.test(protocol)) return [4006, "the protocol version is no number"];
  if (protocol !== "7") return [4007, "unsupported protocol version: this is 7"];
  return hall.connections.size < maxConnections || makeRoom(hall) ? null : [4100, "over capacity"];
}

/** Over capacity whoever has come first and still hears nothing gives way: connecting costs a flood nothing. */
function makeRoom(hall: Hall): boolean {
  for (const connection of hall.connections.values()) {
    if (connection.channels.size > 0 || connection.userId !== null) continue;
    connection.end(4100, "over capacity, and this connection hears nothing");
    leaveHall(hall, connection);
    return true;
  }
  return false;
}
