import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { io } from "socket.io-client";
import { WebSocket } from "ws";
import { twoPeople } from "@/e2e/support/rest";
import { type NidaServer, startServer } from "@/e2e/support/server";
import { sign } from "@/lib/server/broadcast/signature";
import { type Row, rowOf } from "./row";

const CLIENTS = 1000;
const MESSAGES = 40;
/** The first of them warm both sides up and are not counted. */
const WARM_UP = 10;
const PAUSE_MS = 150;

const app = { appId: "bench", key: "bench-key", secret: "bench-secret" };

interface Audience {
  conversation: number;
  /** whose connections they are */
  listener: { id: number; token: string };
}

/** Opens one bare WebSocket that hears the conversation's messages; settles once it does. */
type Dial = (url: string, audience: Audience) => Promise<WebSocket>;

/** Text that has come, until `done` says that it is the one waited for. */
function until(socket: WebSocket, done: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (data: unknown) => {
      const text = String(data);
      if (!done(text)) return;
      socket.off("message", look);
      resolve(text);
    };
    socket.on("message", look);
    socket.once("close", (code) => reject(new Error(`closed with ${code}`)));
    socket.once("error", reject);
  });
}

const pusherClient: Dial = async (url, { conversation }) => {
  const socket = new WebSocket(`${url.replace("http", "ws")}/app/${app.key}?protocol=7`);
  const established = JSON.parse(await until(socket, (text) => text.includes("connection_established")));
  const { socket_id } = JSON.parse(established.data);
  const channel = `private-conversation.${conversation}`;
  const auth = sign(app, `${socket_id}:${channel}`);
  socket.send(JSON.stringify({ event: "pusher:subscribe", data: { channel, auth } }));
  await until(socket, (text) => text.includes("subscription_succeeded"));
  return socket;
};

/** Socket.IO protocol 5 over Engine.IO 4, by hand: its own client would cost more than the way there. */
const socketIoClient: Dial = async (url, { listener }) => {
  const socket = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
  await until(socket, (text) => text.startsWith("0"));
  socket.on("message", (data) => {
    if (String(data) === "2") socket.send("3");
  });
  socket.send(`40${JSON.stringify({ token: listener.token })}`);
  await until(socket, (text) => text.startsWith("40"));
  return socket;
};

async function dialAll(url: string, audience: Audience, dial: Dial): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  while (sockets.length < CLIENTS) {
    sockets.push(...(await Promise.all(Array.from({ length: 50 }, () => dial(url, audience)))));
  }
  return sockets;
}

/** Resident memory of the server's process, in kB, after it has had time to tidy up. */
async function memoryOf(server: NidaServer): Promise<number> {
  await wait(3000);
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid()}/status`, "utf8"))?.[1]);
}

/** One message after the other to all clients of one door; a server of its own, so that memory can be compared. */
async function through(dial: Dial): Promise<Passage> {
  const server = await startServer({
    PUSHER_APP_ID: app.appId,
    PUSHER_APP_KEY: app.key,
    PUSHER_APP_SECRET: app.secret,
  });
  try {
    const { ahmed, sara, conversation } = await twoPeople(server.url);
    const sender = io(server.url, { transports: ["websocket"], auth: { token: ahmed.token } });
    const empty = await memoryOf(server);
    const sockets = await dialAll(server.url, { conversation, listener: sara }, dial);
    const kb_each = ((await memoryOf(server)) - empty) / CLIENTS;
    const latencies: number[] = [];
    for (let count = 0; count < MESSAGES; count++) {
      const mark = `mark-${count}-end`;
      const arrivals = sockets.map((socket) =>
        until(socket, (text) => text.includes(mark)).then(() => performance.now()),
      );
      const from = performance.now();
      await sender.timeout(5000).emitWithAck("message:send", { conversation_id: conversation, message: mark });
      const took = (await Promise.all(arrivals)).map((at) => at - from);
      if (count >= WARM_UP) latencies.push(...took);
      for (const socket of sockets) socket.removeAllListeners("close").removeAllListeners("error");
      await wait(PAUSE_MS);
    }
    sender.disconnect();
    for (const socket of sockets) socket.terminate();
    return { latencies, kb_each };
  } finally {
    await server.dispose();
  }
}

interface Passage {
  latencies: number[];
  kb_each: number;
}

const together = (figure: string, passages: Passage[]): Row => ({
  ...rowOf(
    figure,
    passages.flatMap(({ latencies }) => latencies),
  ),
  kb_each: Math.round(passages.reduce((sum, { kb_each }) => sum + kb_each, 0) / passages.length),
});

/** What it takes to bring one message to 1,000 connections, by each of the two doors. */
export async function measureFanOut(): Promise<Row[]> {
  // There and back, so that neither door has the warmer machine.
  const pusher = [await through(pusherClient)];
  const socketIo = [await through(socketIoClient), await through(socketIoClient)];
  pusher.push(await through(pusherClient));
  return [
    together(`send → received by ${CLIENTS} Pusher clients`, pusher),
    together("the same over Socket.IO", socketIo),
  ];
}
