import { request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Call } from "@/lib/contracts/calls";
import type { NidaEvent } from "@/lib/contracts/events";
import { type Routes, serveRoutes } from "@/lib/server/testing/route-server";
import { answerMetrics } from "./answer";
import { createMetrics } from "./metrics";

const person = (id: number) => ({ id, name: `name ${id}`, username: `username${id}`, avatar: null });
const call: Call = {
  id: "5b0c4bd2-2d4e-4b8e-9d4a-1f3d7a0a6c11",
  conversation_id: 4711,
  caller: person(815),
  callee: person(816),
  status: "ended",
  end_reason: "completed",
  created_at: "2026-01-25T10:00:00.000Z",
  ring_expires_at: "2026-01-25T10:00:45.000Z",
  accepted_at: "2026-01-25T10:00:04.000Z",
  ended_at: "2026-01-25T10:01:04.000Z",
  duration_s: 60,
  caller_device_id: "device-815",
  callee_device_id: "device-816",
};
const ring = {
  type: "incoming_call",
  call_id: call.id,
  caller_username: "username815",
  conversation_id: 4711,
} as const;
const events: NidaEvent[] = [
  { name: "incoming_call", data: { ...ring, call }, to: [816] },
  { name: "call.accepted", data: { call }, to: [815, 816] },
  { name: "call.measured", data: { call_id: call.id, mos: 4.1, setup_ms: 180 }, to: [] },
  { name: "call.measured", data: { call_id: call.id, mos: 3.9 }, to: [] },
  { name: "call.ended", data: { call }, to: [815, 816] },
];

it("a call is counted from its ring to its end, and nothing tells whose it was", async () => {
  const metrics = createMetrics();
  for (const event of events) metrics.deliver(event);
  const text = await metrics.text();
  for (const line of [
    "nida_rings_total 1",
    'nida_call_answer_seconds_bucket{le="3"} 0',
    'nida_call_answer_seconds_bucket{le="5"} 1',
    'nida_call_setup_seconds_bucket{le="0.15"} 0',
    'nida_call_setup_seconds_bucket{le="0.2"} 1',
    "nida_call_setup_seconds_count 1",
    "nida_call_mos_sum 8",
    "nida_call_mos_count 2",
    "nida_call_duration_seconds_sum 60",
    'nida_calls_ended_total{reason="completed"} 1',
  ])
    expect(text.split("\n")).toContain(line);
  // The process's own figures may be any number.
  const ours = text.split("\n").filter((line) => line.startsWith("nida_"));
  expect(ours.join("\n")).not.toMatch(/username|device-|4711|81[56]|5b0c4bd2/);
});

it("a call that nobody accepted has no length", async () => {
  const metrics = createMetrics();
  const missed = { ...call, accepted_at: null, duration_s: 0, end_reason: "missed" } as const;
  metrics.deliver({ name: "call.ended", data: { call: missed }, to: [815, 816] });
  const text = await metrics.text();
  expect(text).toContain('nida_calls_ended_total{reason="missed"} 1');
  expect(text).toContain("nida_call_duration_seconds_count 0");
});

it("a node that has no others does not say that they are out of reach", async () => {
  const metrics = createMetrics();
  const none = { socket_io: 0, pusher: 0 };
  metrics.watch({
    connections: () => none,
    waiting: () => ({ nodes: 0, broadcast: 0, commits: 0 }),
    redis: () => null,
  });
  expect(await metrics.text()).not.toMatch(/^nida_redis_reachable/m);
});

it("says how things stand at the moment it is asked", async () => {
  const metrics = createMetrics();
  let sockets = 3;
  metrics.watch({
    connections: () => ({ socket_io: sockets, pusher: 1 }),
    waiting: () => ({ nodes: 7, broadcast: 0, commits: 2 }),
    redis: () => false,
  });
  expect(await metrics.text()).toContain('nida_connections{door="socket_io"} 3');
  sockets = 2;
  const text = await metrics.text();
  expect(text).toContain('nida_connections{door="socket_io"} 2');
  expect(text).toContain('nida_queue_depth{queue="nodes"} 7');
  expect(text).toContain("nida_redis_reachable 0");
});

describe("who may read them", () => {
  const routes: Routes = [["GET", /^\/api\/metrics$/, answerMetrics]];
  const token = "a-token-of-sixteen";
  type Served = Awaited<ReturnType<typeof serveRoutes>>;

  /** asks as a proxy or a program would, with exactly these headers */
  const ask = (served: Served, headers: Record<string, string> = {}) =>
    new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
      const asked = httpRequest(`${served.url}/api/metrics`, { headers }, async (response) => {
        let body = "";
        for await (const chunk of response) body += chunk;
        resolve({ status: response.statusCode, body });
      });
      asked.once("error", reject).end();
    });

  describe("without a token", () => {
    let served: Served;
    beforeAll(async () => {
      served = await serveRoutes(routes);
    });
    afterAll(() => served?.stop());

    it("a program of this machine", async () => {
      const { status, body } = await ask(served);
      expect(status).toBe(200);
      expect(body).toContain("nodejs_eventloop_lag_p99_seconds");
    });

    it("nobody whom a proxy passes on, and no page that calls itself this machine", async () => {
      const passed: Record<string, string>[] = [
        { "X-Forwarded-For": "127.0.0.1" },
        { Forwarded: "for=127.0.0.1" },
        { Via: "1.1 proxy" },
        { Host: "evil.example.org" },
        { Host: "localhost.example.org:3000" },
        { Authorization: `Bearer ${token}`, "X-Forwarded-Proto": "https" },
      ];
      for (const headers of passed) expect((await ask(served, headers)).status, JSON.stringify(headers)).toBe(404);
    });
  });

  it("behind a public address nobody without a token", async () => {
    const served = await serveRoutes(routes, { NEXTAUTH_URL: "https://nida.example.org" });
    expect((await ask(served)).status).toBe(404);
    await served.stop();
  });

  it("with a token whoever shows it, and nobody else", async () => {
    const served = await serveRoutes(routes, { METRICS_TOKEN: token, NEXTAUTH_URL: "https://nida.example.org" });
    expect((await ask(served)).status).toBe(404);
    expect((await ask(served, { Authorization: `Bearer ${token}x` })).status).toBe(404);
    const shown = await ask(served, { Authorization: `Bearer ${token}`, "X-Forwarded-For": "10.0.0.7" });
    expect(shown.status).toBe(200);
    await served.stop();
  });
});
