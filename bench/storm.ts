import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { WebSocket } from "ws";
import { startServer } from "@/e2e/support/server";
import type { Message } from "@/lib/contracts/chat";
import { quantile, type Row, tenth } from "./row";
import { ask, openAll, socketIoClient } from "./sockets";
import { addMessages, fillStore, type Store } from "./store";

const CLIENTS = 2000;
/** As the browser's client comes back: after 300 ms, twice as long after each refusal, half of it by chance (`lib/client/realtime.ts`). */
const RETRY = { firstMs: 300, mostMs: 2500, chance: 0.5 };
const GIVE_UP_MS = 60_000;
/** One conversation in so many has a new message meanwhile: far more than write in the seconds that a gap lasts. */
const ONE_IN = 10;

interface Client {
  token: string;
  conversation: number;
  /** messages that it missed */
  missed: number;
}

type CatchUp = (socket: WebSocket, client: Client) => Promise<void>;

interface Return {
  connectedMs: number;
  caughtUpMs: number;
  refusals: number;
  socket: WebSocket;
}

const clientsOf = ({ pairs }: Store): Client[] =>
  pairs.flatMap(({ sender, receiver, conversation }, at) =>
    [sender, receiver].map((token) => ({ token, conversation, missed: at % ONE_IN === 0 ? 1 : 0 })),
  );

/** One client, from the cut to the moment at which it knows what it missed. */
async function comeBack(url: string, client: Client, cutAt: number, catchUp: CatchUp) {
  for (let refusals = 0; ; refusals += 1) {
    const pause = Math.min(RETRY.mostMs, RETRY.firstMs * 2 ** refusals);
    await wait(pause * (1 + RETRY.chance * (2 * Math.random() - 1)));
    try {
      const socket = await socketIoClient(url, { token: client.token, device_id: `device-of-${client.token}` });
      const connectedMs = performance.now() - cutAt;
      await catchUp(socket, client);
      return { connectedMs, caughtUpMs: performance.now() - cutAt, refusals, socket };
    } catch (error) {
      if (performance.now() - cutAt > GIVE_UP_MS) throw error;
    }
  }
}

/** Cuts all connections at once, and lets everybody come back by themselves. */
async function storm(url: string, clients: Client[], away: () => void, catchUp: CatchUp) {
  const open = ({ token }: Client) => socketIoClient(url, { token, device_id: `device-of-${token}` });
  const sockets = await openAll(clients, open);
  await wait(3000);
  for (const socket of sockets) socket.terminate();
  away();
  const cutAt = performance.now();
  const returns = await Promise.all(clients.map((client) => comeBack(url, client, cutAt, catchUp)));
  for (const { socket } of returns) socket.terminate();
  return returns;
}

function rowsOf(returns: Return[], who: string): Row[] {
  const row = (figure: string, times: number[]): Row => ({
    figure,
    median_ms: tenth(quantile(times, 0.5)),
    p99_ms: tenth(quantile(times, 0.99)),
    last_ms: tenth(Math.max(...times)),
  });
  const refused = returns.reduce((sum, { refusals }) => sum + refusals, 0);
  console.info(`storm, ${who}: ${refused} handshakes were refused and tried again`);
  return [
    row(
      `${CLIENTS} come back at once, ${who}: connected`,
      returns.map(({ connectedMs }) => connectedMs),
    ),
    row(
      `${CLIENTS} come back at once, ${who}: caught up`,
      returns.map(({ caughtUpMs }) => caughtUpMs),
    ),
  ];
}

/** What a client asks after a gap (docs/ARCHITECTURE.md, "Catch up, never trust"), over its socket. */
async function readNews(socket: WebSocket, { conversation, missed }: Client): Promise<void> {
  const since = { conversation_id: conversation, since_rev: 1, limit: 100 };
  const [news] = await Promise.all([
    ask<{ items: Message[] }>(socket, 0, "message:list", since),
    ask(socket, 1, "call:current", {}),
  ]);
  if (news.items.length !== missed) throw new Error(`${missed} messages were missed: ${JSON.stringify(news)}`);
}

/**
 * All connections break at once while messages come to some conversations: how long until everybody is connected, and
 * knows of it and of their call, as each client asks after a gap.
 */
export async function measureStorm(): Promise<Row[]> {
  const store = await fillStore(CLIENTS / 2, 1);
  const clients = clientsOf(store);
  const bare = fork(join(import.meta.dirname, "bare-sockets.ts"), { execArgv: ["--import", "tsx"] });
  const server = await startServer({ DATABASE_URL: store.url });
  const missing = store.pairs.filter((_, at) => at % ONE_IN === 0);
  try {
    const [bareUrl] = await once(bare, "message");
    const floor = await storm(
      bareUrl,
      clients,
      () => {},
      async () => {},
    );
    bare.kill();
    const nida = await storm(server.url, clients, () => addMessages(store, missing), readNews);
    return [...rowsOf(nida, "Nida"), ...rowsOf(floor, "bare Socket.IO").slice(0, 1)];
  } finally {
    bare.kill();
    await server.dispose();
    store.dispose();
  }
}
