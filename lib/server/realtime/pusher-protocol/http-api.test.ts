import { once } from "node:events";
import { connect as dial } from "node:net";
import Pusher from "pusher";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sign, signedQuery } from "@/lib/server/broadcast/signature";
import { type Mobile, startNida, type TestNida, twoMobiles } from "./testing/nida";
import { connect, settled, type Wire } from "./testing/wire";

let nida: TestNida;
let pusher: Pusher;
let ahmed: Mobile;
let sara: Mobile;
let conversation: string;
let presence: string;
let hers: Wire;
beforeAll(async () => {
  nida = await startNida();
  pusher = pusherOf({});
});
beforeEach(async () => {
  const made = await twoMobiles(nida);
  ({ ahmed, sara } = made);
  conversation = `private-conversation.${made.conversation_id}`;
  presence = `presence-conversation.${made.conversation_id}`;
  hers = await connect(nida);
});
afterAll(() => nida?.close());

/** Pusher's own server library. */
function pusherOf(other: Partial<TestNida["app"]>): Pusher {
  return new Pusher({ ...nida.app, ...other, host: "127.0.0.1", port: String(nida.port), useTLS: false });
}

describe("Pusher's server library", () => {
  it("publishes to a channel, but not to the connection it names", async () => {
    const his = await connect(nida);
    await his.subscribe(conversation, ahmed);
    await hers.subscribe(conversation, sara);
    const event = await pusher.trigger(conversation, "news", { text: "مرحباً" });
    expect([event.status, await event.json()]).toEqual([200, {}]);
    for (const wire of [his, hers]) {
      expect(await wire.hears("news")).toEqual({ event: "news", channel: conversation, data: '{"text":"مرحباً"}' });
    }
    await pusher.trigger(conversation, "more", {}, { socket_id: his.id });
    await hers.hears("more");
    await settled(his);
    expect(his.heard.map(({ event }) => event)).not.toContain("more");
  });

  it("publishes several events to several channels, and learns who hears", async () => {
    await hers.subscribe(conversation, sara);
    await hers.subscribe(presence, sara);
    await pusher.trigger([conversation, presence, "private-conversation.2147483647"], "all", "text");
    expect((await hers.hears("all")).data).toBe("text");
    expect((await hers.hears("all")).channel).toBe(presence);
    const batch = await pusher.triggerBatch([
      { channel: conversation, name: "first", data: "1", info: "subscription_count" },
      { channel: presence, name: "second", data: "2", info: "user_count" },
    ]);
    expect(await batch.json()).toEqual({ batch: [{ subscription_count: 1 }, { user_count: 1 }] });
    expect([await hers.hears("first"), await hers.hears("second")].map(({ data }) => data)).toEqual(["1", "2"]);
  });

  it("asks for channels and for members", async () => {
    const tablet = await connect(nida);
    await hers.subscribe(presence, sara);
    await tablet.subscribe(presence, sara);
    const ask = async (path: string, params: Record<string, string> = {}) =>
      (await pusher.get({ path, params })).json();
    expect((await ask("/channels")).channels).toMatchObject({ [presence]: {} });
    expect(await ask("/channels", { filter_by_prefix: "presence-", info: "user_count" })).toMatchObject({
      channels: { [presence]: { user_count: 1 } },
    });
    expect(await ask(`/channels/${presence}`, { info: "user_count,subscription_count" })).toEqual({
      occupied: true,
      user_count: 1,
      subscription_count: 2,
    });
    expect(await ask(`/channels/${conversation}`)).toEqual({ occupied: false });
    expect(await ask(`/channels/${presence}/users`)).toEqual({ users: [{ id: String(sara.id) }] });
    await expect(pusher.get({ path: `/channels/${conversation}/users` })).rejects.toMatchObject({ status: 400 });
    await expect(pusher.get({ path: "/channels", params: { info: "user_count" } })).rejects.toMatchObject({
      status: 400,
    });
  });

  it("speaks to a person who has signed in, and ends their connections", async () => {
    const [his, byToken] = [await connect(nida), await connect(nida)];
    await his.subscribe(conversation, ahmed);
    await byToken.subscribe(conversation, sara);
    const proof = pusher.authenticateUser(hers.id, { id: String(sara.id) });
    hers.send({ event: "pusher:signin", data: proof });
    await hers.hears("pusher:signin_success");
    const own = `#server-to-user-${sara.id}`;
    hers.send({ event: "pusher:subscribe", data: { channel: own } });
    await hers.hears("pusher_internal:subscription_succeeded");
    await pusher.sendToUser(String(sara.id), "hello", { you: 1 });
    expect(await hers.hears("hello")).toEqual({ event: "hello", channel: own, data: '{"you":1}' });
    await pusher.terminateUserConnections(String(sara.id));
    expect(await Promise.all([hers.closed, byToken.closed])).toEqual([4009, 4009]);
    await settled(his);
  });

  it("signs subscriptions as the door reads them", async () => {
    hers.send({
      event: "pusher:subscribe",
      data: { channel: conversation, ...pusher.authorizeChannel(hers.id, conversation) },
    });
    await hers.hears("pusher_internal:subscription_succeeded");
    const member = { user_id: String(sara.id) };
    hers.send({
      event: "pusher:subscribe",
      data: { channel: presence, ...pusher.authorizeChannel(hers.id, presence, member) },
    });
    await hers.hears("pusher_internal:subscription_succeeded");
  });

  it("is refused with another secret, key or app", async () => {
    const { trigger } = Pusher.prototype;
    for (const [other, status] of [
      [{ secret: "another" }, 401],
      [{ key: "another" }, 401],
      [{ appId: "another" }, 404],
    ] as const) {
      await expect(trigger.call(pusherOf(other), conversation, "x", {})).rejects.toMatchObject({ status });
    }
  });
});

describe("a call by hand", () => {
  const path = () => `/apps/${nida.app.appId}/events`;
  const body = JSON.stringify({ name: "x", channel: "private-user.1", data: "{}" });
  const call = (sent: string, query: URLSearchParams | string, method = "POST", to = path()) =>
    fetch(`${nida.url}${to}?${query}`, { method, body: method === "GET" ? undefined : sent });
  const signed = (text: string, at = new Date(), method = "POST", to = path()) =>
    signedQuery(nida.app, { method, path: to, query: {}, body: text }, at);

  it("counts for ten minutes, over its body, its path and its method", async () => {
    expect((await call(body, signed(body))).status).toBe(200);
    const minutes = (count: number) => new Date(Date.now() + count * 60_000);
    expect((await call(body, signed(body, minutes(9)))).status).toBe(200);
    for (const query of [
      signed(body, minutes(11)),
      signed(body, minutes(-11)),
      signed(`${body} `),
      signed(body, new Date(), "GET"),
      signed(body, new Date(), "POST", `/apps/${nida.app.appId}/batch_events`),
      "",
    ]) {
      expect((await call(body, query)).status, String(query)).toBe(401);
    }
    for (const name of ["auth_signature", "auth_timestamp", "auth_version", "auth_key", "body_md5"]) {
      const without = signed(body);
      without.delete(name);
      expect((await call(body, without)).status, name).toBe(401);
    }
    const more = signed(body);
    more.set("info", "user_count");
    expect((await call(body, more)).status, "a parameter nobody signed").toBe(401);
  });

  it.each([
    ["no JSON", "{", 400],
    ["no object", "[]", 400],
    ["no channel", JSON.stringify({ name: "x", data: "{}" }), 400],
    ["a channel that no name can be", JSON.stringify({ name: "x", channel: "a b", data: "{}" }), 400],
    ["data that are no text", JSON.stringify({ name: "x", channel: "a", data: {} }), 400],
    ["an event of the protocol's own", JSON.stringify({ name: "pusher:error", channel: "a", data: "{}" }), 400],
    ["an internal event", JSON.stringify({ name: "pusher_internal:x", channel: "a", data: "{}" }), 400],
    ["a name too long", JSON.stringify({ name: "x".repeat(201), channel: "a", data: "{}" }), 400],
    ["too many channels", JSON.stringify({ name: "x", channels: Array(101).fill("a"), data: "{}" }), 400],
    ["too much data", JSON.stringify({ name: "x", channel: "a", data: "x".repeat(10_241) }), 413],
    ["a body without end", "x".repeat(300_000), 413],
  ])("is refused for %s", async (_, sent, status) => {
    expect((await call(sent, signed(sent))).status).toBe(status);
  });

  it("is refused by its head alone where it is not signed: a stranger's body is kept by nobody", async () => {
    const stranger = dial(nida.port, "127.0.0.1");
    stranger.write(`POST ${path()}?auth_key=x HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n`);
    const [answer] = await once(stranger, "data", { signal: AbortSignal.timeout(5000) });
    expect(String(answer)).toContain(" 401 ");
    stranger.destroy();
  });

  it("is refused where there is nothing", async () => {
    const base = `/apps/${nida.app.appId}`;
    for (const [method, to, status] of [
      ["GET", `${base}/events`, 405],
      ["GET", `${base}/nothing`, 404],
      ["GET", base, 404],
      ["GET", "/apps/", 404],
      ["GET", `${base}/channels/%zz`, 400],
    ] as const) {
      expect((await call("", signed("", new Date(), method, to), method, to)).status, to).toBe(status);
    }
  });

  it("cannot borrow the signature of a subscription", async () => {
    const query = signed(body);
    query.set("auth_signature", sign(nida.app, `${hers.id}:${conversation}`).split(":")[1] ?? "");
    expect((await call(body, query)).status).toBe(401);
  });
});
