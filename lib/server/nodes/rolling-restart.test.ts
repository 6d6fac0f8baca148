import { randomUUID } from "node:crypto";
import { connect as connectTcp } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { dial } from "@/e2e/support/socket";
import type { Message } from "@/lib/contracts/chat";
import type { Ack } from "@/lib/contracts/realtime";
import { type Mobile, twoMobiles } from "@/lib/server/realtime/pusher-protocol/testing/nida";
import { connect } from "@/lib/server/realtime/pusher-protocol/testing/wire";
import { type ScratchDatabase, scratchPostgres } from "@/lib/server/testing/databases";
import { startNode, type TestNode } from "@/lib/server/testing/nodes";
import { hasRedis, startRedis, type TestRedis } from "@/lib/server/testing/redis";
import { postgresFolder } from "@/scripts/postgres.mjs";

const PAIRS = 4;

describe.skipIf(!hasRedis() || !postgresFolder())("a rolling restart of two nodes under load", () => {
  let redis: TestRedis;
  let database: ScratchDatabase;
  let nodes: TestNode[];
  const shared = () => ({
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    RATE_LIMIT: "off",
    CALL_GRACE_MS: "15000",
  });

  beforeAll(async () => {
    redis = await startRedis();
    const opened = await scratchPostgres();
    if (!opened) throw new Error("PostgreSQL is installed, but does not run");
    database = opened;
    nodes = await Promise.all([startNode(shared()), startNode(shared())]);
  }, 120_000);
  afterAll(async () => {
    await Promise.all(nodes?.map((node) => node.kill()) ?? []);
    await database?.close();
    await redis?.stop();
  });

  /** A socket at one of the nodes that take any, as a proxy would choose; a closed one is opened again at another. */
  async function stay(who: Mobile, connected: (socket: ReturnType<typeof dial>) => void, until: AbortSignal) {
    for (let turn = Math.random() < 0.5 ? 0 : 1; !until.aborted; turn += 1) {
      const node = nodes[turn % nodes.length];
      const socket = dial(node?.url ?? "", { token: who.token, device_id: `tab-of-${who.id}` });
      const end = () => void socket.disconnect();
      until.addEventListener("abort", end);
      socket.on("connect", () => connected(socket));
      await new Promise((resolve) => {
        socket.once("disconnect", resolve);
        socket.once("connect_error", resolve);
      });
      until.removeEventListener("abort", end);
    }
  }

  it("loses no message, doubles none, ends no call, and tells Pusher clients to come back", async () => {
    const over = new AbortController();
    const pairs = await Promise.all(
      Array.from({ length: PAIRS }, async () => {
        const people = await twoMobiles({ url: nodes[0]?.url ?? "", database });
        return { ...people, acked: new Map<string, number>(), open: new Set<string>() };
      }),
    );
    const [talking] = pairs;
    if (!talking) throw new Error("there are no people");
    const call = await talking.ahmed.ask<{ id: string }>("POST", "/calls", {
      conversation_id: talking.conversation_id,
      device_id: `tab-of-${talking.ahmed.id}`,
    });

    const staying = pairs.map(({ ahmed, conversation_id, acked, open }) => {
      const speak = async (socket: ReturnType<typeof dial>) => {
        while (socket.connected && !over.signal.aborted) {
          // First what had no answer, as a client's outbox does.
          const client_id = [...open][0] ?? randomUUID();
          open.add(client_id);
          const input = { conversation_id, client_id, message: `m ${client_id}` };
          const answer: Ack = await socket.timeout(5000).emitWithAck("message:send", input);
          if (!answer.ok) continue;
          acked.set(client_id, (answer.data as Message).seq);
          open.delete(client_id);
        }
      };
      return stay(ahmed, (socket) => void speak(socket).catch(() => {}), over.signal);
    });
    const listening = pairs.map(({ sara }) => stay(sara, () => {}, over.signal));
    await vi.waitFor(() => expect(pairs.every(({ acked }) => acked.size > 0)).toBe(true), { timeout: 30_000 });
    await talking.sara.ask("POST", `/calls/${call.id}/accept`, { device_id: `tab-of-${talking.sara.id}` });

    for (const [place, node] of nodes.entries()) {
      const before = pairs.map(({ acked }) => acked.size);
      const pusher = await connect(node);
      const from = Date.now();
      // One who has begun a request and never ends it must not keep the node up.
      const stuck = connectTcp(node.port, "127.0.0.1").on("error", () => {});
      stuck.write("POST /api/login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{");
      expect(await node.terminate()).toBe(0);
      expect(Date.now() - from).toBeLessThan(10_000);
      stuck.destroy();
      expect(await pusher.closed).toBe(4200);
      await vi.waitFor(() => expect(pairs.every(({ acked }, at) => acked.size > (before[at] ?? 0))).toBe(true), {
        timeout: 30_000,
      });
      nodes[place] = await startNode(shared());
    }
    const then = pairs.map(({ acked }) => acked.size);
    await vi.waitFor(() => expect(pairs.every(({ acked }, at) => acked.size > (then[at] ?? 0))).toBe(true), {
      timeout: 30_000,
    });
    expect(await database.db.call.findUnique({ where: { id: call.id } })).toMatchObject({ status: "accepted" });
    over.abort();
    await Promise.all([...staying, ...listening]);

    for (const { acked, conversation_id: conversationId } of pairs) {
      const stored = await database.db.message.findMany({
        where: { conversationId, type: "text" },
        orderBy: { seq: "asc" },
        select: { seq: true, clientId: true },
      });
      const kept = new Map(stored.map(({ clientId, seq }) => [clientId, seq]));
      expect(kept.size).toBe(stored.length);
      for (const [clientId, seq] of acked) expect(kept.get(clientId)).toBe(seq);
    }
  }, 180_000);
});
