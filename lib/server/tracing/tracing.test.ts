import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createLog } from "@/lib/server/log";
import { twoMobiles } from "@/lib/server/realtime/pusher-protocol/testing/nida";
import { type ScratchDatabase, scratchSqlite } from "@/lib/server/testing/databases";
import { startNode, type TestNode } from "@/lib/server/testing/nodes";
import { hasRedis, startRedis, type TestRedis } from "@/lib/server/testing/redis";
import { openTracing } from "./tracing";

interface SpanSeen {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  service: string;
  facts: Record<string, unknown>;
}

type Attributes = { key: string; value: { stringValue?: string } }[];
interface Sent {
  resourceSpans: {
    resource: { attributes: Attributes };
    scopeSpans: {
      spans: (Pick<SpanSeen, "name" | "traceId" | "spanId" | "parentSpanId"> & { attributes: Attributes })[];
    }[];
  }[];
}

const factsOf = (attributes: Attributes) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue]));

/** A small receiver of OTLP over HTTP (opentelemetry-proto 1.x). */
async function startCollector() {
  const spans: SpanSeen[] = [];
  const bodies: { path: string | undefined; type: string | undefined; key: unknown; body: Buffer }[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { "content-type": type, "x-key": key } = request.headers;
    const body = Buffer.concat(chunks);
    bodies.push({ path: request.url, type, key, body });
    if (type === "application/json") spans.push(...spansOf(JSON.parse(body.toString())));
    response.writeHead(200, { "Content-Type": type ?? "" }).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, bodies, server };
}

const spansOf = ({ resourceSpans }: Sent): SpanSeen[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ attributes, ...span }) => ({
        ...span,
        service: String(factsOf(resource.attributes)["service.name"]),
        facts: factsOf(attributes),
      })),
    ),
  );

const soon = (assert: () => unknown) => vi.waitFor(assert, { timeout: 15_000, interval: 50 });

describe("with the standard settings", () => {
  let database: ScratchDatabase;
  let collector: Awaited<ReturnType<typeof startCollector>>;
  let redis: TestRedis | null = null;
  const nodes: TestNode[] = [];
  const start = async (more: Record<string, string>) => {
    const node = await startNode({
      DATABASE_URL: database.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: "x-key=of-the-collector",
      OTEL_BSP_SCHEDULE_DELAY: "100",
      ...more,
    });
    nodes.push(node);
    return node;
  };
  beforeAll(async () => {
    database = await scratchSqlite();
    collector = await startCollector();
    if (hasRedis()) redis = await startRedis();
  }, 60_000);
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    collector?.server.close();
    await redis?.stop();
    await database?.close();
  });

  it("what is done is a span, and leads to the other node that tells of it", async () => {
    const json = { OTEL_EXPORTER_OTLP_PROTOCOL: "http/json", ...(redis && { REDIS_URL: redis.url }) };
    const one = await start({ ...json, OTEL_SERVICE_NAME: "one" });
    const other = redis ? await start(json) : null;
    if (other) await soon(async () => expect(await other.health()).toMatchObject({ redis: true }));
    const { ahmed, conversation_id } = await twoMobiles({ url: one.url, database });
    const answer = await fetch(`${one.url}/api/chat/conversations/${conversation_id}/messages`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${ahmed.token}` },
      body: JSON.stringify({ message: "سر بيننا" }),
    });
    const id = answer.headers.get("x-request-id");
    await soon(() => {
      const sent = collector.spans.find(
        ({ name, facts }) => name === "message.send" && facts["nida.request_id"] === id,
      );
      expect(sent?.service).toBe("one");
      if (!other) return;
      const delivered = collector.spans.filter(({ name }) => name === "deliver message.sent");
      expect(delivered).toContainEqual(
        expect.objectContaining({ service: "nida", traceId: sent?.traceId, parentSpanId: sent?.spanId }),
      );
    });
    await fetch(`${one.url}/api/chat/conversations/${conversation_id}/messages?before=0`, {
      headers: { Authorization: `Bearer ${ahmed.token}` },
    });
    await soon(() =>
      expect(collector.spans).toContainEqual(
        expect.objectContaining({
          name: "message.list",
          facts: expect.objectContaining({ "nida.refused": "validation_failed" }),
        }),
      ),
    );
    expect(collector.bodies[0]).toMatchObject({ path: "/v1/traces", key: "of-the-collector" });
    expect(collector.bodies.map(({ body }) => body.toString()).join("")).not.toContain("سر بيننا");
  }, 60_000);

  it("speaks protobuf by default, and says all before it stops", async () => {
    collector.bodies.length = 0;
    const node = await start({ OTEL_BSP_SCHEDULE_DELAY: "60000" });
    await fetch(`${node.url}/api/me`);
    const { ahmed } = await twoMobiles({ url: node.url, database });
    await ahmed.ask("GET", "/me");
    expect(collector.bodies).toEqual([]);
    expect(await node.terminate()).toBe(0);
    const [first] = collector.bodies;
    expect(first?.type).toBe("application/x-protobuf");
    expect(first?.body.includes("user.me")).toBe(true);
  }, 60_000);
});

it("a collector that never answers holds up no stop for long", async () => {
  const deaf = createServer(() => {});
  deaf.listen(0, "127.0.0.1");
  await once(deaf, "listening");
  const database = await scratchSqlite();
  const endpoint = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}`;
  const node = await startNode({ DATABASE_URL: database.url, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  const { ahmed } = await twoMobiles({ url: node.url, database });
  await ahmed.ask("GET", "/me");
  const from = Date.now();
  expect(await node.terminate()).toBe(0);
  // The drain ends by force after eight.
  expect(Date.now() - from).toBeLessThan(7000);
  deaf.closeAllConnections();
  deaf.close();
  await database.close();
}, 60_000);

it("without them nothing is traced, nor when they are switched off", async () => {
  const log = createLog({ logLevel: "silent" });
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" };
  for (const env of [{}, { ...endpoint, OTEL_SDK_DISABLED: "true" }, { ...endpoint, OTEL_TRACES_EXPORTER: "none" }])
    expect(await openTracing(env, log)).toBeNull();
});
