import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { encode } from "next-auth/jwt";
import type { WebSocket } from "ws";
import { questionsAfterGap } from "@/e2e/support/after-gap";
import { startServer } from "@/e2e/support/server";
import { reconnection } from "@/lib/client/reconnection";
import type { Conversation, Message } from "@/lib/contracts/chat";
import { quantile, type Row, tenth } from "./row";
import { ask, openAll, Refused, socketIoClient } from "./sockets";
import { addMessages, fillStore, type Store } from "./store";

const CLIENTS = 2000;
const GIVE_UP_MS = 60_000;
/** One conversation in so many has a new message meanwhile: far more than write in the seconds that a gap lasts. */
const ONE_IN = 10;
const SECRET = "only for this measurement, of a server that lives a minute";

interface Client {
  session: string;
  cookie: string;
  conversation: number;
  /** messages that it missed, and those of them that another wrote */
  missed: number;
  unread: number;
}

/** Settles once the client knows what it missed; what it has to say then may still be on its way. */
type CatchUp = (socket: WebSocket, client: Client) => Promise<{ said?: Promise<unknown> }>;

interface Return {
  connectedMs: number;
  caughtUpMs: number;
  refusals: number;
  said?: Promise<unknown>;
  socket: WebSocket;
}

const deviceOf = ({ session }: Client) => `device-of-${session}`;

/** Each signed in by a browser's cookie. */
function clientsOf({ pairs }: Store): Promise<Client[]> {
  const clients = pairs.flatMap(({ sender, receiver, conversation }, at) => {
    const missed = at % ONE_IN === 0 ? 1 : 0;
    return [
      { session: sender, conversation, missed, unread: 0 },
      { session: receiver, conversation, missed, unread: missed },
    ];
  });
  return Promise.all(
    clients.map(async (client) => {
      const token = await encode({ token: { sid: client.session }, secret: SECRET });
      return { ...client, cookie: `next-auth.session-token=${token}` };
    }),
  );
}

const dial = (url: string, client: Client) =>
  socketIoClient(url, { device_id: deviceOf(client), locale: "ar" }, { Cookie: client.cookie, Origin: url });

/** How long after so many failures the browser's client tries again (Socket.IO's Manager), in milliseconds. */
function pauseAfter(failures: number): number {
  const { reconnectionDelay, reconnectionDelayMax, randomizationFactor } = reconnection;
  const pause = reconnectionDelay * 2 ** failures;
  return Math.min(reconnectionDelayMax, pause * (1 + randomizationFactor * (2 * Math.random() - 1)));
}

/** One client, from the cut to the moment at which it knows what it missed. */
async function comeBack(url: string, client: Client, cutAt: number, catchUp: CatchUp): Promise<Return> {
  let pause = pauseAfter(0);
  for (let refusals = 0; ; ) {
    await wait(pause);
    try {
      const socket = await dial(url, client);
      const connectedMs = performance.now() - cutAt;
      const { said } = await catchUp(socket, client);
      return { connectedMs, caughtUpMs: performance.now() - cutAt, refusals, said, socket };
    } catch (error) {
      if (performance.now() - cutAt > GIVE_UP_MS) throw error;
      refusals += 1;
      const told = error instanceof Refused ? error.retryAfterS : undefined;
      pause = told === undefined ? pauseAfter(refusals) : told * 1000;
    }
  }
}

/** Cuts all connections at once, and lets everybody come back by themselves. */
async function storm(url: string, clients: Client[], away: () => void, catchUp: CatchUp) {
  const sockets = await openAll(clients, (client) => dial(url, client));
  await wait(3000);
  for (const socket of sockets) socket.terminate();
  away();
  const cutAt = performance.now();
  const returns = await Promise.all(clients.map((client) => comeBack(url, client, cutAt, catchUp)));
  await Promise.all(returns.map(({ said }) => said));
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

interface Page<T> {
  items: T[];
}

/** All that a browser asks on a chat page after a gap, at once; and it says at last what has arrived and was read. */
const readNews: CatchUp = async (socket, client) => {
  const { conversation, missed, unread } = client;
  const open = { deviceId: deviceOf(client), conversation, rev: 1, marksRev: 0 };
  const questions = questionsAfterGap(open);
  const answers = await Promise.all(questions.map(({ command, input }, id) => ask(socket, id, command, input)));
  const answerTo = <T>(name: string) => answers[questions.findIndex(({ command }) => command === name)] as T;
  const news = answerTo<Page<Message>>("message:list").items;
  const [listed] = answerTo<Page<Conversation>>("conversation:list").items;
  const knows = news.length === missed && listed?.rev === 1 + missed && listed.unread_count === unread;
  if (!knows) throw new Error(`${missed} messages were missed: ${JSON.stringify({ news, listed })}`);
  if (unread === 0) return {};
  const seq = 1 + missed;
  const say = (id: number, command: string) => ask(socket, id, command, { conversation_id: conversation, seq });
  return { said: Promise.all([say(100, "conversation:delivered"), say(101, "conversation:read")]) };
};

/**
 * All connections break at once while messages come to some conversations: how long until everybody is connected, and
 * knows all that a browser asks after a gap.
 */
export async function measureStorm(): Promise<Row[]> {
  const store = await fillStore(CLIENTS / 2, 1, "web");
  const clients = await clientsOf(store);
  const bare = fork(join(import.meta.dirname, "bare-sockets.ts"), { execArgv: ["--import", "tsx"] });
  const server = await startServer({ DATABASE_URL: store.url, NEXTAUTH_SECRET: SECRET });
  const missing = store.pairs.filter((_, at) => at % ONE_IN === 0);
  try {
    const [bareUrl] = await once(bare, "message");
    const floor = await storm(
      bareUrl,
      clients,
      () => {},
      async () => ({}),
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
