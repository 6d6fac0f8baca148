import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { NidaEvent } from "@/lib/contracts/events";
import { readSettings } from "@/lib/server/env";
import { createLog } from "@/lib/server/log";
import { hasRedis, startRedis, type TestRedis } from "@/lib/server/testing/redis";
import { type Nodes, openNodes } from "./nodes";

const quick = { beatMs: 50, deafMs: 500, leaseMs: 2000 };
const typing = (user_id: number): NidaEvent => ({
  name: "typing",
  data: { conversation_id: 1, user_id, typing: true },
  to: [7],
});

describe.skipIf(!hasRedis())("nodes over a Redis", () => {
  let redis: TestRedis;
  const open: Nodes[] = [];

  beforeAll(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    redis.resume();
    for (const node of open.splice(0)) await node.close();
  });
  afterAll(() => redis.stop());

  function node(secret = "a secret of all the nodes of this test") {
    const settings = readSettings({ REDIS_URL: redis.url, NEXTAUTH_SECRET: secret, LOG_LEVEL: "silent" });
    const nodes = openNodes(settings, createLog(settings), quick);
    open.push(nodes);
    const heard: number[] = [];
    const seen = { heard, lost: 0, came: [] as string[], went: [] as string[] };
    nodes.listen({
      event: (event) => event.name === "typing" && heard.push(event.data.user_id),
      lost: () => {
        seen.lost += 1;
      },
    });
    nodes.roster.listen({
      came: (place, who) => seen.came.push(`${place} ${who}`),
      went: (place, who, why) => seen.went.push(`${place} ${who} ${why}`),
    });
    return Object.assign(nodes, seen, { seen });
  }
  const met = (...all: Nodes[]) =>
    vi.waitFor(() => expect(all.map((one) => one.reachable())).toEqual(all.map(() => true)), { timeout: 5000 });
  const soon = (assert: () => void) => vi.waitFor(assert, { timeout: 8000, interval: 20 });

  it("lets one of all nodes be the first, and each alone while there is no Redis", async () => {
    const [a, b] = [node(), node()];
    await met(a, b);
    const asked = await Promise.all([a.once("x", 5000), b.once("x", 5000), a.once("x", 5000), b.once("x", 5000)]);
    expect(asked.filter(Boolean)).toHaveLength(1);
    redis.pause();
    expect(await a.once("y", 5000)).toBe(true);
    expect(await a.once("y", 5000)).toBe(false);
  });

  it("tells the clients of all nodes to ask again when a host of pages has lost something", async () => {
    const [a, b] = [node(), node()];
    await met(a, b);
    a.recall();
    await soon(() => expect([a.seen.lost, b.seen.lost]).toEqual([1, 1]));
  });

  it("carries events to every other node, once, in order, and never back", async () => {
    const [a, b, c] = [node(), node(), node()];
    await met(a, b, c);
    const sent = Array.from({ length: 500 }, (_, index) => index);
    for (const one of sent) a.deliver(typing(one));
    await soon(() => {
      expect(b.heard).toEqual(sent);
      expect(c.heard).toEqual(sent);
    });
    expect(a.heard).toEqual([]);
    expect(b.seen.lost).toBe(0);
  });

  it("keeps strangers apart: another secret is another Nida", async () => {
    const [a, b, stranger] = [node(), node(), node("the secret of another Nida altogether")];
    await met(a, b, stranger);
    a.deliver(typing(1));
    await soon(() => expect(b.heard).toEqual([1]));
    expect(stranger.heard).toEqual([]);
  });

  it("tells late what happened while Redis was held still, and says meanwhile that it is", async () => {
    const [a, b] = [node(), node()];
    await met(a, b);
    redis.pause();
    await soon(() => expect(a.reachable()).toBe(false));
    for (let one = 0; one < 50; one += 1) a.deliver(typing(one));
    redis.resume();
    await soon(() => expect(b.heard).toEqual(Array.from({ length: 50 }, (_, index) => index)));
    await met(a, b);
    expect(b.seen.lost).toBe(0);
  });

  it("takes nobody for dead because Redis was gone, and goes on with an empty one", async () => {
    const [a, b] = [node(), node()];
    await met(a, b);
    a.roster.enter("online", "5");
    await soon(() => expect(b.roster.isElsewhere("online", "5")).toBe(true));
    await redis.kill();
    await soon(() => expect(b.reachable()).toBe(false));
    a.deliver(typing(1));
    await new Promise((resolve) => setTimeout(resolve, quick.leaseMs));
    expect(b.roster.isElsewhere("online", "5")).toBe(true);
    await redis.start();
    await met(a, b);
    await soon(() => expect(b.heard).toEqual([1]));
    expect(b.seen.went).toEqual([]);
  });

  it("goes on after a flush", async () => {
    const [a, b] = [node(), node()];
    await met(a, b);
    const admin = new Redis(redis.url);
    await admin.flushall();
    await admin.quit();
    a.deliver(typing(3));
    await soon(() => expect(b.heard).toEqual([3]));
  });

  it("notices that something was lost, and learns the roster anew", async () => {
    const [a, b] = [node(), node()];
    await met(a, b);
    // More than may wait: the oldest are dropped.
    await redis.kill();
    a.roster.enter("online", "9");
    for (let one = 0; one < 10_500; one += 1) a.deliver(typing(one));
    await redis.start();
    await soon(() => expect(b.seen.lost).toBeGreaterThan(0));
    await soon(() => expect(b.roster.isElsewhere("online", "9")).toBe(true));
    await soon(() => expect(b.heard.at(-1)).toBe(10_499));
  });

  it("knows who is where on the others, also when it came later", async () => {
    const a = node();
    a.roster.enter("online", "1");
    a.roster.enter("presence-conversation.2", "1", { name: "سارة" });
    await met(a);
    const b = node();
    await soon(() => expect(b.seen.came).toEqual(["online 1", "presence-conversation.2 1"]));
    expect(b.roster.elsewhere("presence-conversation.2")).toEqual(new Map([["1", { name: "سارة" }]]));
    const c = node();
    c.roster.enter("online", "1");
    await soon(() => expect(c.roster.isElsewhere("online", "1")).toBe(true));
    await soon(() => expect(a.roster.isElsewhere("online", "1")).toBe(true));
    a.roster.leave("online", "1");
    await soon(() => expect(c.roster.isElsewhere("online", "1")).toBe(false));
    expect(b.roster.isElsewhere("online", "1")).toBe(true);
    expect(b.seen.went).toEqual([]);
    c.roster.leave("online", "1");
    await soon(() => expect(b.seen.went).toEqual(["online 1 left"]));
  });

  it("notices a node that is gone; one of the others speaks for its people", async () => {
    const [a, b, c] = [node(), node(), node()];
    await met(a, b, c);
    a.roster.enter("online", "1");
    await soon(() => expect(b.roster.isElsewhere("online", "1") && c.roster.isElsewhere("online", "1")).toBe(true));
    await a.close();
    await soon(() =>
      expect([b, c].flatMap((one) => one.seen.went).sort()).toEqual([
        "online 1 mourned elsewhere",
        "online 1 orphaned",
      ]),
    );
    // It had told everything and said goodbye, so nobody has missed anything.
    expect([b.seen.lost, c.seen.lost]).toEqual([0, 0]);
  });

  it("has its clients ask again when a node is gone without a goodbye, for nobody knows what it did not tell", async () => {
    const [a, b, c] = [node(), node(), node()];
    await met(a, b, c);
    await redis.kill();
    a.deliver(typing(1));
    await a.close();
    await redis.start();
    // Once at least: what Redis took with it leaves gaps between the living as well.
    await soon(() => expect(Math.min(b.seen.lost, c.seen.lost)).toBeGreaterThan(0));
    expect([b.heard, c.heard]).toEqual([[], []]);
  });
});
