import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createInterface } from "node:readline";
import type { Page } from "@playwright/test";
import { expect, type Person, test } from "./fixtures";
import { callOf } from "./pages/call";
import { expectToTalk, rememberPeers } from "./support/audio";
import { filesOf, folderWith, lacks, runShell } from "./support/guides";
import { newcomer, rest, twoPeople } from "./support/rest";
import { startServer } from "./support/server";

// Where the pages of the guides' app come from: another origin than Nida's, and listed.
const appPort = 4300 + Number(process.env.TEST_PARALLEL_INDEX ?? 0);
const appOrigin = `http://127.0.0.1:${appPort}`;
test.use({ settings: { ALLOWED_ORIGINS: appOrigin } });

test("curl in five minutes answers what it shows", async () => {
  // Of its own: the guide's people are its first.
  const server = await startServer();
  try {
    const ahmed = { name: "أحمد", username: "ahmed", password: "correct horse" };
    await rest(server.url, "POST", "/register", { body: ahmed });
    const steps = await runShell(server.url, "curl.md");
    expect(steps.filter(({ shown }) => shown)).toHaveLength(9);
    for (const { command, said, shown } of steps) {
      if (shown) expect(lacks(shown, JSON.parse(said)), `${command}\n${said}`).toEqual([]);
    }
  } finally {
    await server.dispose();
  }
});

test("a client of one's own, and Laravel Echo, hear what is written", async () => {
  const server = await startServer();
  const say = { name: "سارة", username: "sara", password: "correct horse" };
  await rest(server.url, "POST", "/register", { body: say });
  const ahmed = await newcomer(server.url, "أحمد محمد");
  const { conversation_id } = await ahmed.ask<{ conversation_id: number }>("POST", "/chat/conversations/start", {
    user_id: 1,
  });
  const messages = `/chat/conversations/${conversation_id}/messages`;
  await ahmed.ask("POST", messages, { message: "السلام عليكم" });
  const files = await filesOf(server.url, "rest.md", "echo.md");
  const door = await ahmed.ask("GET", "/broadcasting/config");
  const listening = `import { listen } from "./listen.js";
    listen(${JSON.stringify(door)}, "${ahmed.token}", ${conversation_id}, ({ message }) => console.log(message))
      .subscribed(() => console.log("listening"));`;
  const folder = await folderWith(new Map([...files, ["main.js", listening]]));
  const echo = started(folder.path, "main.js");
  await expect.poll(() => echo.lines).toEqual(["listening"]);
  const client = started(folder.path, "example.js");
  try {
    await expect.poll(() => client.lines).toEqual(["السلام عليكم", "مساء الخير"]);
    await expect.poll(() => echo.lines).toEqual(["listening", "مساء الخير"]);
    await ahmed.ask("POST", messages, { message: "مساء النور" });
    await expect.poll(() => client.lines.at(-1)).toBe("مساء النور");
    // What happened while the server was away is asked for by itself, and the connection is back by itself.
    await server.crash();
    await ahmed.ask("POST", messages, { message: "أين كنت؟" });
    await expect.poll(() => client.lines.at(-1), { timeout: 30_000 }).toBe("أين كنت؟");
  } finally {
    await Promise.all([echo.end(), client.end()]);
    await Promise.all([folder.remove(), server.dispose()]);
  }
});

test("a receiver of webhooks hears of accounts, messages and calls, and believes nobody else", async () => {
  const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, "nida").toString("base64")}`;
  const folder = await folderWith(await filesOf("", "webhooks.md"));
  const port = String(appPort + 100);
  const receiver = started(folder.path, "receiver.js", { WEBHOOK_SECRET, PORT: port });
  const url = `http://127.0.0.1:${port}/nida`;
  const server = await startServer({ WEBHOOK_URLS: url, WEBHOOK_SECRET });
  try {
    const { ahmed, sara, conversation } = await twoPeople(server.url);
    await ahmed.ask("POST", `/chat/conversations/${conversation}/messages`, { message: "السلام عليكم" });
    const { id } = await ahmed.ask<{ id: string }>("POST", "/calls", {
      conversation_id: conversation,
      device_id: "ahmed-phone",
    });
    await sara.ask("POST", `/calls/${id}/decline`, { device_id: "sara-phone" });
    const mine = ["call declined", `to ${sara.id}: `, `to ${sara.id}: السلام عليكم`];
    await expect
      .poll(() => receiver.lines.filter((line) => !/^(welcome|listening)/.test(line)).sort())
      .toEqual(mine.sort());
    expect(receiver.lines.filter((line) => line.startsWith("welcome"))).toHaveLength(2);
    const forged = { "webhook-id": "x", "webhook-timestamp": `${Math.floor(Date.now() / 1000)}` };
    for (const signature of ["", "v1,", `v1,${Buffer.alloc(32).toString("base64")}`]) {
      const headers = { ...forged, "webhook-signature": signature };
      expect((await fetch(url, { method: "POST", headers, body: "{}" })).status).toBe(401);
    }
  } finally {
    await receiver.end();
    await Promise.all([folder.remove(), server.dispose()]);
  }
});

test("an app of one's own and the web app call each other", async ({ server, sara, ahmed, conversation }) => {
  const files = await filesOf(server.url, "rest.md", "calls.md");
  const library = await readFile("node_modules/pusher-js/dist/web/pusher.js", "utf8");
  const page = `<!doctype html><script src="/pusher.js"></script>
    <script type="importmap">{ "imports": { "pusher-js": "/pusher-module.js" } }</script><audio autoplay></audio>`;
  const served = new Map([
    ...files,
    ["", page],
    ["pusher.js", library],
    ["pusher-module.js", "export default Pusher;"],
  ]);
  const app = createServer((request, response) => {
    const name = request.url?.slice(1) ?? "";
    response.setHeader("Content-Type", name ? "text/javascript" : "text/html");
    response.end(served.get(name) ?? "");
  });
  app.listen(appPort, "127.0.0.1");
  await once(app, "listening");
  try {
    const phone = await sara.context.newPage();
    await sara.page.close();
    await phone.addInitScript(rememberPeers);
    await phone.goto(appOrigin);
    await openPhone(phone, server.url, sara);

    await ahmed.page.goto("/friends");
    await phone.evaluate((id) => Object(window).phone.start(id), conversation);
    await callOf(ahmed.page).accept();
    await expectToTalk(phone, ahmed.page);
    await callOf(ahmed.page).hangUp();
    await expect.poll(() => endings(phone)).toEqual(["completed"]);

    await callOf(ahmed.page).start();
    await expectToTalk(phone, ahmed.page);
    await phone.evaluate(() => Object(window).phone.hangUp());
    await callOf(ahmed.page).expectEnded("completed");
    await expect.poll(() => endings(phone)).toEqual(["completed", "completed"]);
  } finally {
    app.closeAllConnections();
    app.close();
  }
});

/** The guide's telephone, on a page of another origin: it takes every call. */
async function openPhone(page: Page, nida: string, { username, password }: Person): Promise<void> {
  await page.evaluate(
    async ({ nida, who }) => {
      const load = (name: string): Promise<Record<string, CallableFunction>> => import(name);
      const [{ signIn }, { openPhone }] = await Promise.all([load("/nida.js"), load("/phone.js")]);
      const me = await signIn?.(nida, { ...who, device_id: "guide-phone" });
      const listening = new Promise((done) => me.events.bind("pusher:subscription_succeeded", done));
      const ended: string[] = [];
      const phone = openPhone?.(me, {
        onRing: (call: unknown) => phone.accept(call),
        onVoice: (stream: MediaStream) => Object.assign(document.querySelector("audio") ?? {}, { srcObject: stream }),
        onEnd: (call: { end_reason: string }) => ended.push(call.end_reason),
      });
      Object.assign(window, { phone, ended });
      await listening;
    },
    { nida, who: { username, password } },
  );
}

const endings = (page: Page) => page.evaluate(() => Object(window).ended);

function started(folder: string, file: string, settings: Record<string, string> = {}) {
  const env = { ...process.env, ...settings };
  const child = spawn(process.execPath, [file], { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  return {
    lines,
    async end() {
      if (child.exitCode !== null) return;
      const gone = once(child, "exit");
      child.kill();
      await gone;
    },
  };
}
