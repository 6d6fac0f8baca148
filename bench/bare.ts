import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import type { Browser } from "@playwright/test";
import { Server } from "socket.io";
import { firstAudio } from "./calls";
import { layDistance } from "./line";
import { watchVoices } from "./people";

/** What the naive way makes of a call: nothing is begun before Accept, then microphone, offer, answer, ICE, DTLS. */
const PAGE = `<!doctype html><script src="/socket.io.js"></script><script src="/simple-peer.js"></script><script>
const socket = io({ transports: ["websocket"] });
let peer, early = [];
const talk = async (initiator) => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  peer = new SimplePeer({ initiator, trickle: true, config: { iceServers: [] }, stream });
  peer.on("signal", (data) => socket.emit("signal", data));
  peer.on("stream", (remote) => { const audio = new Audio(); audio.srcObject = remote; audio.play(); });
  peer.on("error", () => {});
  for (const data of early.splice(0)) peer.signal(data);
};
socket.on("signal", (data) => peer ? peer.signal(data) : early.push(data));
socket.on("accepted", () => talk(true));
window.accept = () => { socket.emit("accepted"); talk(false); return performance.timeOrigin + performance.now(); };
</script>`;

const require = createRequire(import.meta.url);

async function script(name: string, file: string): Promise<Buffer> {
  return readFile(join(dirname(require.resolve(`${name}/package.json`)), file));
}

/** A page of its own with nothing but simple-peer and a socket, and whoever is connected hears the other. */
async function serveBare() {
  const scripts = new Map([
    ["/socket.io.js", await script("socket.io-client", "dist/socket.io.min.js")],
    ["/simple-peer.js", await script("simple-peer", "simplepeer.min.js")],
  ]);
  const http = createServer((request, response) => {
    const body = scripts.get(request.url ?? "");
    response.setHeader("Content-Type", body ? "text/javascript" : "text/html");
    response.end(body ?? PAGE);
  });
  const io = new Server(http, { serveClient: false });
  io.on("connection", (socket) => {
    socket.onAny((name: string, data: unknown) => socket.broadcast.emit(name, data));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, connected: () => io.engine.clientsCount, close: () => io.close() };
}

const LOST_AFTER_MS = 8000;

const giveUp = () => new Promise<null>((resolve) => setTimeout(resolve, LOST_AFTER_MS, null));

/** Accept → first audio of the naive way, in milliseconds, round after round on fresh pages; the callee perhaps far away. */
export async function measureBare(browser: Browser, rounds: number, delayMs?: number) {
  const server = await serveBare();
  const distance = delayMs === undefined ? null : await layDistance(server.url, delayMs);
  const times: { acceptToCallee: number; acceptToCaller: number }[] = [];
  const contexts = await Promise.all(
    [server.url, distance?.url ?? server.url].map((baseURL) =>
      browser.newContext({ baseURL, permissions: ["microphone"] }),
    ),
  );
  try {
    for (const context of contexts) {
      await watchVoices(context);
      await distance?.part(context);
    }
    for (let round = 0; round < rounds; round += 1) {
      const [caller, callee] = await Promise.all(contexts.map((context) => context.newPage()));
      if (!caller || !callee) throw new Error("two pages were wanted");
      await Promise.all([caller.goto("/"), callee.goto("/")]);
      while (server.connected() < 2) await new Promise((resolve) => setTimeout(resolve, 20));
      const heard = Promise.all([firstAudio(callee), firstAudio(caller)]);
      const accepted = await callee.evaluate(() => (window as unknown as { accept(): number }).accept());
      const moments = await Promise.race([heard.catch(() => null), giveUp()]);
      // The naive way can lose a signal, and then nobody ever hears anything: such a round is left out, aloud.
      if (moments) times.push({ acceptToCallee: moments[0] - accepted, acceptToCaller: moments[1] - accepted });
      else console.info("a round of the bare page came to nothing and is left out");
      await Promise.all([caller.close(), callee.close()]);
      while (server.connected() > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  } finally {
    for (const context of contexts) await context.close();
    await distance?.dispose();
    await server.close();
  }
  return times;
}
