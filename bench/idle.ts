import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { WebSocket } from "ws";
import { startServer } from "@/e2e/support/server";
import type { Row } from "./row";
import { openAll, socketIoClient } from "./sockets";
import { fillStore } from "./store";

const CONNECTIONS = 3000;
/** Opened and closed first, so that what is made once for all is not counted for the few. */
const WARM_UP = 300;
const WATCH = ["--expose-gc", "--import", join(import.meta.dirname, "memory-watch.mjs")];

interface Memory {
  /** bytes of the process in the machine's memory */
  resident: number;
  /** bytes of what it holds on the heap and beside it */
  used: number;
}

/** What a process holds once it has tidied up. */
async function memoryOf(pid: number, file: string): Promise<Memory> {
  rmSync(file, { force: true });
  process.kill(pid, "SIGUSR2");
  while (!existsSync(file)) await wait(50);
  return JSON.parse(readFileSync(file, "utf8"));
}

const closeAll = async (sockets: WebSocket[]) => {
  for (const socket of sockets) socket.close();
  // So long a person may be gone before they count as gone, and that costs a write each.
  await wait(7000);
};

interface Idle {
  url: string;
  pid: number;
  file: string;
}

async function each({ url, pid, file }: Idle, tokens: string[]): Promise<Memory> {
  const open = (token: string) => socketIoClient(url, { token, device_id: `device-of-${token}` });
  await closeAll(await openAll(tokens.slice(0, WARM_UP), open));
  const empty = await memoryOf(pid, file);
  const sockets = await openAll(tokens, open);
  // Whatever a new connection sets off is over.
  await wait(5000);
  const full = await memoryOf(pid, file);
  if (sockets.some((socket) => socket.readyState !== socket.OPEN)) throw new Error("a connection did not stay open");
  for (const socket of sockets) socket.terminate();
  const share = (what: keyof Memory) => (full[what] - empty[what]) / tokens.length;
  return { resident: share("resident"), used: share("used") };
}

const rowOf = (figure: string, { resident, used }: Memory): Row => ({
  figure,
  kb_each: Number((resident / 1024).toFixed(1)),
  kb_used_each: Number((used / 1024).toFixed(1)),
});

/** What one more signed-in socket that says nothing takes in the server's memory: bare, and in Nida. */
export async function measureIdle(): Promise<Row[]> {
  const store = await fillStore(CONNECTIONS / 2);
  const tokens = store.pairs.flatMap(({ sender, receiver }) => [sender, receiver]);
  const file = join(tmpdir(), `nida-memory-${process.pid}.json`);
  const bareFile = `${file}.bare`;
  const bare = fork(join(import.meta.dirname, "bare-sockets.ts"), {
    execArgv: [...WATCH, "--import", "tsx"],
    env: { ...process.env, MEMORY_WATCH_FILE: bareFile },
  });
  try {
    const [bareUrl] = await once(bare, "message");
    const floor = await each({ url: bareUrl, pid: bare.pid ?? 0, file: bareFile }, tokens);
    bare.kill();
    const server = await startServer({ DATABASE_URL: store.url, MEMORY_WATCH_FILE: file }, WATCH);
    try {
      const nida = await each({ url: server.url, pid: server.pid(), file }, tokens);
      return [rowOf(`idle sockets, ${CONNECTIONS} signed in`, nida), rowOf("the same on bare Socket.IO", floor)];
    } finally {
      await server.dispose();
    }
  } finally {
    bare.kill();
    store.dispose();
    for (const one of [file, bareFile]) rmSync(one, { force: true });
  }
}
