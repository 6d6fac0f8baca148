import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { NidaEvent } from "@/lib/contracts/events";
import { signedQuery } from "@/lib/server/broadcast/signature";
import { readSettings } from "@/lib/server/env";
import { createLog } from "@/lib/server/log";
import { provide, type Resources } from "@/lib/server/resources";
import { layLine, type TestLine } from "@/lib/server/testing/line";
import { openPost, type Post } from "./post";
import { postApp } from "./post-app";
import { openPostDoor } from "./post-door";

const secret = "one secret for both hosts";
const log = createLog({ logLevel: "silent" });
const typing = (user_id: number): NidaEvent => ({
  name: "typing",
  data: { conversation_id: 1, user_id, typing: true },
  to: [7],
  conversation_id: 1,
});

let heard: number[];
let recalled: number;
let lose: number;
let misunderstand: number;
let server: Server;
let line: TestLine;
let url: string;
let posts: Post[];

beforeEach(async () => {
  heard = [];
  recalled = 0;
  lose = 0;
  misunderstand = 0;
  posts = [];
  provide({ log, settings: readSettings({ NEXTAUTH_SECRET: secret, DATA_DIR: "/nowhere" }) } as Resources);
  const door = openPostDoor({
    secret,
    publisher: { deliver: (event) => void (event.name === "typing" && heard.push(event.data.user_id)) },
    presence: { online: async (ids) => new Set(ids.filter((id) => id > 5)) },
    recall: () => {
      recalled += 1;
    },
  });
  server = createServer((request, response) => {
    // What was done, and its answer lost on the way.
    if (lose-- > 0) response.end = () => response.destroy();
    if (misunderstand-- > 0) return void response.writeHead(400).end("{}");
    void door(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  line = await layLine("127.0.0.1", typeof address === "object" && address ? address.port : 0);
  url = `http://127.0.0.1:${line.port}`;
});
afterEach(async () => {
  await Promise.all(posts.map((post) => post.close()));
  await line.close();
  server.closeAllConnections();
  server.close();
});

function open(options: Parameters<typeof openPost>[2] = {}, of = secret): Post {
  const post = openPost({ socketUrl: url, secret: of }, log, { firstRetryMs: 10, lastRetryMs: 50, ...options });
  posts.push(post);
  return post;
}
const soon = (assert: () => unknown) => vi.waitFor(assert, { timeout: 10_000, interval: 10 });
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

async function call(path: string, body: string, options: { at?: Date; of?: string; signed?: string } = {}) {
  const asked = { method: "POST", path, query: {}, body: options.signed ?? body };
  const query = signedQuery(postApp(options.of ?? secret), asked, options.at ?? new Date());
  return (await fetch(`${url}${path}?${query}`, { method: "POST", body })).status;
}

describe("events of a host of pages", () => {
  it("come in order, each once, though an answer is lost and the socket host is away", async () => {
    const post = open();
    for (const n of range(1, 50)) post.deliver(typing(n));
    await soon(() => expect(heard).toEqual(range(1, 50)));
    lose = 2;
    post.deliver(typing(51));
    await soon(() => expect(lose).toBeLessThan(0));
    expect(heard, "taken once, though it was sent three times").toEqual(range(1, 51));
    line.cut();
    for (const n of range(52, 60)) post.deliver(typing(n));
    await soon(() => expect(post.reachable()).toBe(false));
    line.mend();
    await soon(() => expect(heard).toEqual(range(1, 60)));
    await soon(() => expect(post.reachable()).toBe(true));
    expect(recalled).toBe(0);
  });

  it("that were too many to wait are said to be lost, and so every client asks what it missed", async () => {
    line.cut();
    const post = open({ maxWaiting: 5 });
    post.deliver(typing(1));
    await soon(() => expect(post.reachable()).toBe(false));
    for (const n of range(2, 20)) post.deliver(typing(n));
    line.mend();
    await soon(() => expect(heard).toEqual([1, ...range(16, 20)]));
    expect(recalled).toBe(1);
  });

  it("that the socket host will never understand hold up no others, and every client asks what it missed", async () => {
    misunderstand = 1;
    const post = open();
    post.deliver(typing(1));
    await soon(() => expect(recalled).toBe(1));
    post.deliver(typing(2));
    await soon(() => expect(heard).toEqual([2]));
    expect(post.reachable()).toBe(true);
    expect(recalled).toBe(1);
  });

  it("says nothing of one whose body breaks off", async () => {
    const error = vi.spyOn(log, "error");
    const { port } = new URL(url);
    const stranger = connect(Number(port), "127.0.0.1");
    const path = "/nida/events";
    const query = signedQuery(postApp(secret), { method: "POST", path, query: {}, body: "123456789" }, new Date());
    stranger.write(`POST ${path}?${query} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1`);
    const [request] = await once(server, "request");
    stranger.destroy();
    await new Promise((resolve) => request.once("close", resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(error).not.toHaveBeenCalled();
  });

  it("go out before it stops", async () => {
    const post = open();
    post.deliver(typing(1));
    await post.close();
    expect(heard).toEqual([1]);
  });
});

it("asks who is online, and nobody is while there is no answer", async () => {
  const post = open({ presenceMs: 200 });
  expect(await post.presence.online([3, 6, 9])).toEqual(new Set([6, 9]));
  line.hold();
  const from = Date.now();
  expect(await post.presence.online([6])).toEqual(new Set());
  expect(await post.presence.online([6]), "not waited for again").toEqual(new Set());
  expect(Date.now() - from).toBeLessThan(2000);
  line.letGo();
  await soon(async () => expect(await post.presence.online([6])).toEqual(new Set([6])));
});

/** Sends the head of a call that announces a body, and nothing of the body; answers the first line that comes back. */
async function answerToHead(path: string, length: number): Promise<string> {
  const stranger = connect(Number(new URL(url).port), "127.0.0.1");
  stranger.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`);
  const [answer] = await once(stranger, "data", { signal: AbortSignal.timeout(5000) });
  stranger.destroy();
  return String(answer).split("\r\n")[0] ?? "";
}

it("refuses strangers before their body, and a body that nobody of ours would send before it comes", async () => {
  const path = "/nida/events";
  const signed = (of: string) =>
    signedQuery(postApp(of), { method: "POST", path, query: {}, body: "{}" }, new Date()).toString();
  expect(await answerToHead(path, 1_000_000), "unsigned").toContain(" 401 ");
  expect(await answerToHead(`${path}?${signed("another secret")}`, 1_000_000)).toContain(" 401 ");
  expect(await answerToHead(`${path}?${signed(secret)}`, 3_000_000)).toContain(" 413 ");
});

it("takes nothing that is not signed for this very call, now, with the secret of both", async () => {
  const body = JSON.stringify({ from: "0b0e4f5e-6d0a-4b53-9f2e-6f1c8f0a7d11", n: 1, lost: false, events: [typing(1)] });
  expect((await fetch(`${url}/nida/events`, { method: "POST", body })).status, "unsigned").toBe(401);
  expect(await call("/nida/events", body, { of: "another secret" })).toBe(401);
  expect(await call("/nida/events", body, { signed: `${body} ` })).toBe(401);
  const minutesAgo = new Date(Date.now() - 120_000);
  expect(await call("/nida/events", body, { at: minutesAgo })).toBe(401);
  expect(await call("/nida/nothing", body)).toBe(404);
  expect(await call("/nida/events", "not JSON")).toBe(400);
  expect(await call("/nida/events", JSON.stringify({ events: "all" }))).toBe(400);
  expect(await call("/nida/events", JSON.stringify("x".repeat(2 * 1024 * 1024)))).toBe(413);
  expect(heard).toEqual([]);
  expect(await call("/nida/events", body)).toBe(200);
  expect(await call("/nida/events", body), "the same again").toBe(200);
  expect(heard).toEqual([1]);
});
