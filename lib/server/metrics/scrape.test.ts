import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { wire } from "@/e2e/support/socket";
import type { Call } from "@/lib/contracts/calls";
import { twoMobiles } from "@/lib/server/realtime/pusher-protocol/testing/nida";
import { connect } from "@/lib/server/realtime/pusher-protocol/testing/wire";
import { type ScratchDatabase, scratchSqlite } from "@/lib/server/testing/databases";
import { startNode, type TestNode } from "@/lib/server/testing/nodes";

let database: ScratchDatabase;
let node: TestNode;
beforeAll(async () => {
  database = await scratchSqlite();
  node = await startNode({ DATABASE_URL: database.url, LOG_LEVEL: "debug" });
}, 60_000);
afterAll(async () => {
  await node?.kill();
  await database?.close();
});

const soon = <T>(assert: () => T | Promise<T>) => vi.waitFor(assert, { timeout: 15_000, interval: 50 });
const scrape = async () => (await fetch(`${node.url}/api/metrics`)).text();
/** the value of one line, by its name and labels */
const numberAt = (text: string, line: string) =>
  Number(
    text
      .split("\n")
      .find((one) => one.startsWith(`${line} `))
      ?.split(" ")[1] ?? "NaN",
  );

/** Names that `text` offers, a histogram's under the three that it is asked for by. */
function namesIn(text: string): Set<string> {
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return new Set(
    types.flatMap(([, name = "", type]) =>
      type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
    ),
  );
}

it("a real node counts what really happens, and every name that the dashboard and the alerts ask for is there", async () => {
  const { ahmed, sara, conversation_id } = await twoMobiles({ url: node.url, database });
  const before = await scrape();
  await ahmed.ask("POST", `/chat/conversations/${conversation_id}/messages`, { message: "مرحبا" });
  const his = await wire(node.url, { token: ahmed.token, device_id: "ahmed-tab-1" });
  const pusher = await connect(node);
  await his.say("message:send", { conversation_id, message: "مرحبا" });
  await his.say("message:send", { conversation_id: 0, message: "مرحبا" });
  await ahmed.ask("POST", "/friends/requests", { user_id: sara.id });
  const { incoming } = await sara.ask<{ incoming: { id: number }[] }>("GET", "/friends/requests");
  await sara.ask("POST", `/friends/requests/${incoming[0]?.id}/accept`);
  const call = await ahmed.ask<Call>("POST", "/calls", { conversation_id, device_id: "ahmed-tab-1" });
  await sara.ask("POST", `/calls/${call.id}/accept`, { device_id: "sara-tab-1" });
  const report = { route: "host", loss: 0, jitter_ms: 1, round_trip_ms: 20, mos: 4.4, setup_ms: 120 };
  await sara.ask("POST", `/calls/${call.id}/report`, { device_id: "sara-tab-1", ...report });
  await sara.ask("POST", `/calls/${call.id}/hangup`, { device_id: "sara-tab-1" });

  const text = await soon(async () => {
    const now = await scrape();
    expect(numberAt(now, 'nida_calls_ended_total{reason="completed"}')).toBe(1);
    expect(numberAt(now, 'nida_connections{door="pusher"}')).toBe(1);
    return now;
  });
  const grown = (line: string) => numberAt(text, line) - (numberAt(before, line) || 0);
  expect(grown('nida_messages_total{type="text"}')).toBe(2);
  expect(grown('nida_http_request_duration_seconds_count{operation="message.send",status="200"}')).toBe(1);
  expect(grown('nida_command_duration_seconds_count{operation="message.send",code="ok"}')).toBe(1);
  expect(grown('nida_command_duration_seconds_count{operation="message.send",code="validation_failed"}')).toBe(1);
  expect(grown("nida_rings_total")).toBe(1);
  expect(grown("nida_call_answer_seconds_count")).toBe(1);
  expect(grown("nida_call_setup_seconds_sum")).toBeCloseTo(0.12);
  expect(grown("nida_call_mos_sum")).toBeCloseTo(4.4);
  expect(numberAt(text, 'nida_connections{door="socket_io"}')).toBe(1);
  expect(numberAt(text, 'nida_connections{door="pusher"}')).toBe(1);
  expect(numberAt(text, 'nida_database_errors_total{kind="other"}')).toBe(0);

  const offered = namesIn(text);
  for (const file of ["nida.json", "alerts.yml"]) {
    const asked = readFileSync(`deploy/grafana/${file}`, "utf8").match(/\b(nida|nodejs|process)_\w+/g) ?? [];
    expect(asked.length).toBeGreaterThan(5);
    expect([...new Set(asked)].filter((name) => !offered.has(name))).toEqual([]);
  }
  his.socket.disconnect();
  pusher.socket.close();
});

it("one id leads from a request to its answer, its log and its event, and a stranger chooses none", async () => {
  const { ahmed, conversation_id } = await twoMobiles({ url: node.url, database });
  const send = (headers: Record<string, string>) =>
    fetch(`${node.url}/api/chat/conversations/${conversation_id}/messages`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${ahmed.token}`, ...headers },
      body: JSON.stringify({ message: "سر" }),
    });
  const given = (await send({ "X-Request-Id": "from-the-proxy-0001" })).headers.get("x-request-id");
  expect(given).toBe("from-the-proxy-0001");
  const made = (await send({ "X-Request-Id": "id with spaces" })).headers.get("x-request-id");
  expect(made).toMatch(/^[\da-f-]{36}$/);
  for (const request_id of [given, made]) {
    const said = await soon(() => {
      const lines = node.log
        .filter((line) => line.includes(`"request_id":"${request_id}"`))
        .map((line) => JSON.parse(line));
      expect(lines.map(({ msg }) => msg)).toEqual(expect.arrayContaining(["request", "published"]));
      return lines;
    });
    expect(said).toContainEqual(expect.objectContaining({ operation: "message.send", status: 200 }));
    expect(said).toContainEqual(expect.objectContaining({ event: "message.sent" }));
  }
  expect(node.log.join("\n")).not.toContain("سر");
});
