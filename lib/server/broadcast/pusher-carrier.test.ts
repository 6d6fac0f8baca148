import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { NidaEvent } from "@/lib/contracts/events";
import type { PusherSettings } from "@/lib/server/env";
import { createLog } from "@/lib/server/log";
import { startNida, type TestNida, twoMobiles } from "@/lib/server/realtime/pusher-protocol/testing/nida";
import { connect } from "@/lib/server/realtime/pusher-protocol/testing/wire";
import { fitting, MAX_EVENT_BYTES } from "./fitting";
import { createPublisher } from "./publisher";
import { type Carrier, openPusherCarrier } from "./pusher-carrier";

const log = createLog({ logLevel: "silent" });

const eventually = <T>(what: () => T) => expect.poll(what, { timeout: 10_000 });

const readUpTo = (seq: number, to = [1]): NidaEvent => ({
  name: "conversation.read",
  data: { conversation_id: 1, user_id: 2, seq, read_at: "2026-01-25T10:00:00.000Z" },
  to,
});

describe("with another Nida at PUSHER_HOST", () => {
  let other: TestNida;
  let carrier: Carrier;
  beforeAll(async () => {
    other = await startNida();
    const at = { cluster: null, host: "127.0.0.1", port: other.port, scheme: "http" } as const;
    carrier = openPusherCarrier({ ...other.app, ...at }, log);
  });
  afterAll(async () => {
    await carrier?.close();
    await other?.close();
  });

  it("its clients hear the same events, in order", async () => {
    const { sara, ahmed, conversation_id } = await twoMobiles(other);
    const hers = await connect(other);
    await hers.subscribe(`private-conversation.${conversation_id}`, sara);
    await hers.subscribe(`private-user.${sara.id}`, sara);
    for (let seq = 1; seq <= 30; seq++) carrier.deliver({ ...readUpTo(seq, [ahmed.id, sara.id]), conversation_id });
    carrier.deliver({ name: "typing", data: { conversation_id, user_id: 1, typing: true }, to: [sara.id] });
    await hers.hears("typing");
    const heard = hers.heard.filter(({ event }) => event === "conversation.read");
    for (const channel of [`private-conversation.${conversation_id}`, `private-user.${sara.id}`]) {
      const seqs = heard.filter((frame) => frame.channel === channel).map(({ data }) => JSON.parse(String(data)).seq);
      expect(seqs).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
    }
  });

  it("a session that ends here ends the connections of its person there", async () => {
    const { sara } = await twoMobiles(other);
    const hers = await connect(other);
    await hers.subscribe(`private-user.${sara.id}`, sara);
    carrier.deliver({ name: "session.revoked", data: { session_ids: ["x"] }, to: [sara.id] });
    await hers.hears("session.revoked");
    expect(await hers.closed).toBe(4009);
  });
});

describe("when the service does not take events", () => {
  let service: Server;
  let settings: PusherSettings;
  let status: number;
  /** the names and seqs that it took, in order */
  let taken: string[];
  let asked: number;
  let carrier: Carrier | null = null;
  beforeEach(async () => {
    [status, taken, asked] = [503, [], 0];
    service = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      asked += 1;
      if (status === 200) {
        const { batch } = JSON.parse(body) as { batch: { name: string; data: string }[] };
        taken.push(...batch.map(({ name, data }) => `${name} ${JSON.parse(data).seq ?? ""}`));
      }
      response.writeHead(status).end("{}");
    });
    service.listen(0, "127.0.0.1");
    await once(service, "listening");
    const { port } = service.address() as AddressInfo;
    const app = { appId: "1", key: "key", secret: "secret", cluster: null };
    settings = { ...app, host: "127.0.0.1", port, scheme: "http" };
  });
  afterEach(async () => {
    await carrier?.close();
    service.closeAllConnections();
    service.close();
  });
  const open = (options: Parameters<typeof openPusherCarrier>[2] = {}) => {
    carrier = openPusherCarrier(settings, log, { firstRetryMs: 5, lastRetryMs: 20, partingMs: 100, ...options });
    return carrier;
  };
  const seqs = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => `conversation.read ${from + at}`);

  it("they wait, and go out in their order once it does", async () => {
    const to = open();
    for (let seq = 1; seq <= 25; seq++) to.deliver(readUpTo(seq));
    await eventually(() => asked).toBeGreaterThan(2);
    status = 200;
    await eventually(() => taken.length).toBe(25);
    expect(taken).toEqual(seqs(1, 25));
  });

  it("no more than its bound waits: the oldest are dropped", async () => {
    const to = open({ maxWaiting: 20 });
    for (let seq = 1; seq <= 200; seq++) to.deliver(readUpTo(seq));
    await eventually(() => asked).toBeGreaterThan(1);
    for (let seq = 201; seq <= 300; seq++) to.deliver(readUpTo(seq));
    status = 200;
    await eventually(() => taken.at(-1)).toBe("conversation.read 300");
    expect(taken.length).toBeLessThanOrEqual(30);
    expect(taken.slice(-20)).toEqual(seqs(281, 300));
  });

  it("nobody else waits with them", async () => {
    const publisher = createPublisher(log);
    const near: NidaEvent[] = [];
    publisher.add(open());
    publisher.add({ deliver: (event) => void near.push(event) });
    const from = performance.now();
    for (let seq = 1; seq <= 1000; seq++) publisher.deliver(readUpTo(seq));
    expect(near).toHaveLength(1000);
    expect(performance.now() - from).toBeLessThan(2000);
    expect(taken).toEqual([]);
  });

  it("what was of its moment only is not sent when the moment is over", async () => {
    const to = open({ momentMs: 0 });
    to.deliver({ name: "typing", data: { conversation_id: 1, user_id: 2, typing: true }, to: [1] });
    to.deliver(readUpTo(1));
    status = 200;
    await eventually(() => taken).toEqual(seqs(1, 1));
  });

  it("what it will never take is given up, and the rest goes out", async () => {
    status = 400;
    const to = open();
    to.deliver(readUpTo(1));
    await eventually(() => asked).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    status = 200;
    to.deliver(readUpTo(2));
    await eventually(() => taken).toEqual(seqs(2, 2));
  });

  it("a stop tries once more, and does not wait for long", async () => {
    const to = open({ firstRetryMs: 60_000, lastRetryMs: 60_000 });
    to.deliver(readUpTo(1));
    await eventually(() => asked).toBe(1);
    status = 200;
    await to.close();
    expect(taken).toEqual(seqs(1, 1));
  });

  it("even when it accepts calls and never answers", async () => {
    service.removeAllListeners("request");
    const to = open({ timeoutMs: 60_000, partingMs: 50 });
    to.deliver(readUpTo(1));
    await to.close();
  });
});

describe("an event larger than Pusher takes", () => {
  it("is cut to fit when it is a message, and says so", () => {
    for (const message of ["ب".repeat(10_000), "😀".repeat(5000), '"'.repeat(10_000), "\n".repeat(10_000)]) {
      const text = fitting({ id: 7, message, sender: { id: 1 } }) ?? "";
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
      expect(Buffer.byteLength(text)).toBeGreaterThan(MAX_EVENT_BYTES - 10);
      const cut = JSON.parse(text);
      expect(cut).toMatchObject({ id: 7, sender: { id: 1 }, truncated: true });
      expect(message.startsWith(cut.message)).toBe(true);
    }
  });

  it("is left alone when it fits, and left out when it cannot be cut", () => {
    const fits = { message: "x".repeat(MAX_EVENT_BYTES - 14) };
    expect(fitting(fits)).toBe(JSON.stringify(fits));
    expect(fitting({ signal: "x".repeat(MAX_EVENT_BYTES) })).toBeNull();
  });
});
