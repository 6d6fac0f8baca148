import { WebSocket } from "ws";
import type { Handshake } from "@/lib/contracts/realtime";

/** Text that has come, until `done` says that it is the one waited for. */
export function until(socket: WebSocket, done: (text: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = (data: unknown) => {
      const text = String(data);
      if (!done(text)) return;
      socket.off("message", look);
      socket.off("close", closed);
      socket.off("error", reject);
      resolve(text);
    };
    const closed = (code: number) => reject(new Error(`closed with ${code}`));
    socket.on("message", look);
    socket.once("close", closed);
    socket.once("error", reject);
  });
}

/** A handshake that the server turned away; `retryAfterS`: and said when to come again, in seconds. */
export class Refused extends Error {
  readonly retryAfterS: number | undefined;

  constructor(answer: string) {
    super(`refused: ${answer}`);
    this.retryAfterS = JSON.parse(answer.slice(2))?.data?.retry_after;
  }
}

/**
 * Socket.IO protocol 5 over Engine.IO 4, by hand: its own client would cost more than the way there. Settles once connected.
 * @param headers as a browser sends them: its cookie, the origin of its page
 * @throws Refused
 */
export async function socketIoClient(
  url: string,
  auth: Handshake,
  headers: Record<string, string> = {},
): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`, {
    perMessageDeflate: false,
    headers,
  });
  await until(socket, (text) => text.startsWith("0"));
  socket.on("message", (data) => {
    if (String(data) === "2") socket.send("3");
  });
  socket.send(`40${JSON.stringify(auth)}`);
  const answer = await until(socket, (text) => /^4[04]/.test(text));
  if (answer.startsWith("40")) return socket;
  socket.terminate();
  throw new Refused(answer);
}

/** Opens them a few at a time. */
export async function openAll<T>(items: T[], open: (item: T) => Promise<WebSocket>, atOnce = 50): Promise<WebSocket[]> {
  const sockets: WebSocket[] = [];
  for (let from = 0; from < items.length; from += atOnce)
    sockets.push(...(await Promise.all(items.slice(from, from + atOnce).map(open))));
  return sockets;
}

/** A command and the data of its acknowledgement; `id` tells the answers of one socket apart. */
export async function ask<T>(socket: WebSocket, id: number, command: string, input: object): Promise<T> {
  const head = `43${id}[`;
  const answered = until(socket, (text) => text.startsWith(head));
  socket.send(`42${id}${JSON.stringify([command, input])}`);
  const [answer] = JSON.parse((await answered).slice(head.length - 1));
  if (!answer.ok) throw new Error(`${command}: ${answer.message}`);
  return answer.data;
}
