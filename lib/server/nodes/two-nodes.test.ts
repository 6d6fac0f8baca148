import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { wire } from "@/e2e/support/socket";
import type { Call } from "@/lib/contracts/calls";
import { type Mobile, newcomer, twoMobiles } from "@/lib/server/realtime/pusher-protocol/testing/nida";
import { connect } from "@/lib/server/realtime/pusher-protocol/testing/wire";
import { type ScratchDatabase, scratchPostgres } from "@/lib/server/testing/databases";
import { startNode, type TestNode } from "@/lib/server/testing/nodes";
import { hasRedis, startRedis, type TestRedis } from "@/lib/server/testing/redis";
import { postgresFolder } from "@/scripts/postgres.mjs";

if (!postgresFolder()) console.warn("SKIPPED nodes: PostgreSQL is not installed");

describe.skipIf(!hasRedis() || !postgresFolder())("two nodes on one PostgreSQL and one Redis", () => {
  let redis: TestRedis;
  let database: ScratchDatabase;
  let one: TestNode;
  let other: TestNode;
  const shared = () => ({ DATABASE_URL: database.url, REDIS_URL: redis.url, LOG_LEVEL: "debug" });

  beforeAll(async () => {
    redis = await startRedis();
    const opened = await scratchPostgres();
    if (!opened) throw new Error("PostgreSQL is installed, but does not run");
    database = opened;
    [one, other] = await Promise.all([startNode(shared()), startNode(shared())]);
    await bothReach();
  }, 120_000);
  afterAll(async () => {
    await Promise.all([one?.kill(), other?.kill()]);
    await database?.close();
    await redis?.stop();
  });

  const soon = (assert: () => unknown) => vi.waitFor(assert, { timeout: 30_000, interval: 50 });
  const bothReach = () =>
    soon(async () => {
      for (const node of [one, other])
        expect(await node.health()).toMatchObject({ ready: true, redis: true, reasons: [] });
    });
  /** a REST call of somebody's, made at a certain node, that must succeed */
  async function ask<T>(node: TestNode, who: Mobile, method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${node.url}/api${path}`, {
      method,
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${who.token}` },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const { data } = (await answer.json()) as { data: T };
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    return data;
  }
  const people = () => twoMobiles({ url: one.url, database });
  async function friends() {
    const { ahmed, sara, conversation_id } = await people();
    await ask(one, ahmed, "POST", "/friends/requests", { user_id: sara.id });
    const { incoming } = await ask<{ incoming: { id: number }[] }>(one, sara, "GET", "/friends/requests");
    await ask(one, sara, "POST", `/friends/requests/${incoming[0]?.id}/accept`);
    return { ahmed, sara, conversation_id };
  }

  it("carries the id of a request into the other node's log", async () => {
    const { ahmed, conversation_id } = await people();
    const his = await wire(one.url, { token: ahmed.token });
    await his.say("message:send", { conversation_id, message: "مرحباً", client_id: randomUUID() });
    const lastOf = (node: TestNode, msg: string, of: string) => {
      const lines = node.log.flatMap((line) => (line.startsWith("{") ? [JSON.parse(line)] : []));
      return lines.findLast((said) => said.msg === msg && (said.operation ?? said.event) === of);
    };
    await soon(() => {
      const { request_id } = lastOf(one, "command", "message.send");
      expect(lastOf(one, "published", "message.sent")).toMatchObject({ request_id });
      expect(lastOf(other, "came from another node", "message.sent")).toMatchObject({ request_id });
    });
  });

  it("brings a message from one node to sockets and Pusher channels of the other", async () => {
    const { ahmed, sara, conversation_id } = await people();
    const hers = await wire(other.url, { token: sara.token });
    const pusher = await connect(other);
    await pusher.subscribe(`private-conversation.${conversation_id}`, sara);
    const his = await wire(one.url, { token: ahmed.token });
    const sent = await his.say("message:send", { conversation_id, message: "مرحباً", client_id: randomUUID() });
    expect(sent).toMatchObject({ ok: true });
    expect(await hers.hears("message.sent")).toMatchObject({ message: "مرحباً" });
    expect(JSON.parse(String((await pusher.hears("message.sent")).data))).toMatchObject({ message: "مرحباً" });
    for (const { socket } of [hers, his, pusher]) "disconnect" in socket ? socket.disconnect() : socket.terminate();
  });

  it("rings at another node, where it is accepted once; signals pass between the two", async () => {
    const { ahmed, sara, conversation_id } = await people();
    const [hers, alsoHers] = await Promise.all([
      wire(other.url, { token: sara.token, device_id: "tab-of-sara" }),
      wire(one.url, { token: sara.token, device_id: "phone-of-sara" }),
    ]);
    const his = await wire(one.url, { token: ahmed.token, device_id: "tab-of-ahmed" });
    const started = await his.say("call:start", { conversation_id, device_id: "tab-of-ahmed" });
    expect(started).toMatchObject({ ok: true });
    const ring = (await hers.hears("incoming_call")) as { call_id: string };
    const accepting = await Promise.all([
      hers.say("call:accept", { call_id: ring.call_id, device_id: "tab-of-sara" }),
      alsoHers.say("call:accept", { call_id: ring.call_id, device_id: "phone-of-sara" }),
    ]);
    expect(accepting.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(await his.hears("call.accepted")).toMatchObject({ call: { id: ring.call_id, status: "accepted" } });
    const signal = { generation: 1, data: { type: "offer", sdp: "v=0" } };
    await his.say("call:signal", { call_id: ring.call_id, device_id: "tab-of-ahmed", signal });
    const winner = accepting[0].ok ? hers : alsoHers;
    await winner.hears("call.signal");
    await his.say("call:hangup", { call_id: ring.call_id, device_id: "tab-of-ahmed" });
    await hers.hears("call.ended");
    for (const { socket } of [his, hers, alsoHers]) socket.disconnect();
  });

  it("closes a session's sockets and Pusher connections at every node as it is revoked at one", async () => {
    const sara = await newcomer({ url: one.url, database });
    const socket = await wire(other.url, { token: sara.token });
    const pusher = await connect(other);
    await pusher.subscribe(`private-user.${sara.id}`, sara);
    await ask(one, sara, "POST", "/logout");
    expect(await pusher.closed).toBe(4009);
    await soon(() => expect(socket.socket.connected).toBe(false));
  });

  it("knows at each node who is at the other, until their last device there is gone", async () => {
    const { ahmed, sara } = await friends();
    const his = await wire(one.url, { token: ahmed.token });
    const hers = await Promise.all([wire(other.url, { token: sara.token }), wire(one.url, { token: sara.token })]);
    await his.hears("presence", (data) =>
      expect.objectContaining({ user_id: sara.id, online: true }).asymmetricMatch(data),
    );
    const online = async () =>
      (await ask<{ online: boolean }[]>(one, ahmed, "GET", "/friends")).map((friend) => friend.online);
    expect(await online()).toEqual([true]);
    // Both leave in the same moment: each node believes her to be still at the other, and yet one says so.
    for (const { socket } of hers) socket.disconnect();
    await his.hears("presence", (data) => expect.objectContaining({ online: false }).asymmetricMatch(data));
    expect(await online()).toEqual([false]);
    his.socket.disconnect();
  });

  it("shows the members of a presence channel across nodes, and passes their own events", async () => {
    const { ahmed, sara, conversation_id } = await people();
    const name = `presence-conversation.${conversation_id}`;
    const [his, hers] = [await connect(one), await connect(other)];
    await his.subscribe(name, ahmed);
    const subscribed = await hers.subscribe(name, sara);
    expect(JSON.parse(String(subscribed.data)).presence).toMatchObject({ count: 2 });
    await his.hears("pusher_internal:member_added");
    hers.send({ event: "client-wave", channel: name, data: { to: "you" } });
    expect(await his.hears("client-wave")).toMatchObject({ data: { to: "you" }, user_id: String(sara.id) });
    hers.socket.close();
    await his.hears("pusher_internal:member_removed");
    his.socket.close();
  });

  it("counts calls of both nodes together", async () => {
    const sara = await newcomer({ url: one.url, database });
    const headers = { Authorization: `Bearer ${sara.token}` };
    const asked = (node: TestNode) => fetch(`${node.url}/api/ice-servers`, { headers }).then(({ status }) => status);
    const statuses: number[] = [];
    // Two at a time: a count that Redis does not answer soon is made by the node itself.
    while (statuses.length < 80) statuses.push(...(await Promise.all([asked(one), asked(other)])));
    expect(statuses.filter((status) => status === 200)).toHaveLength(60);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
  });

  it("goes on for its own people without Redis, says so, and tells the others when it is back", async () => {
    const { ahmed, sara, conversation_id } = await people();
    const [near, far] = await Promise.all([
      wire(one.url, { token: sara.token }),
      wire(other.url, { token: sara.token }),
    ]);
    await redis.kill();
    await soon(async () =>
      expect(await one.health()).toMatchObject({ ready: true, redis: false, reasons: ["redis_away"] }),
    );
    await ask(one, ahmed, "POST", `/chat/conversations/${conversation_id}/messages`, { message: "بلا ريدس" });
    expect(await near.hears("message.sent")).toMatchObject({ message: "بلا ريدس" });
    expect(far.heard.filter(({ name }) => name === "message.sent")).toEqual([]);
    await redis.start();
    expect(await far.hears("message.sent")).toMatchObject({ message: "بلا ريدس" });
    await bothReach();
    for (const { socket } of [near, far]) socket.disconnect();
  }, 60_000);

  it("ends the presence and the call of whoever was at a node that is killed, and leaves nobody without what it did", async () => {
    const { ahmed, sara, conversation_id } = await friends();
    const his = await wire(one.url, { token: ahmed.token, device_id: "tab-of-ahmed" });
    const hers = await wire(other.url, { token: sara.token, device_id: "tab-of-sara" });
    const pusher = await connect(other);
    const nearby = await connect(one);
    const call = (await his.say("call:start", { conversation_id, device_id: "tab-of-ahmed" })) as { data: Call };
    await hers.say("call:accept", { call_id: call.data.id, device_id: "tab-of-sara" });
    // What is committed now reaches no other node: the only one that knows it dies with it.
    await redis.kill();
    await ask(other, sara, "POST", `/chat/conversations/${conversation_id}/messages`, { message: "آخر كلمة" });
    await other.kill();
    await redis.start();
    expect(await his.hears("call.ended")).toMatchObject({ call: { end_reason: "failed" } });
    expect(await pusher.closed).toBe(1006);
    // Within the lease, his node has his devices come back and ask.
    expect(await nearby.closed).toBe(4200);
    await soon(() => expect(his.socket.connected).toBe(false));
    expect(his.heard).not.toContainEqual(
      expect.objectContaining({ data: expect.objectContaining({ message: "آخر كلمة" }) }),
    );
    const back = await wire(one.url, { token: ahmed.token, device_id: "tab-of-ahmed" });
    const there = await ask<{ message: string }[]>(
      one,
      ahmed,
      "GET",
      `/chat/conversations/${conversation_id}/messages`,
    );
    expect(there.map(({ message }) => message)).toContain("آخر كلمة");
    await soon(async () => expect(await ask(one, ahmed, "GET", `/users/${sara.id}`)).toMatchObject({ online: false }));
    back.socket.disconnect();
  }, 90_000);
});
