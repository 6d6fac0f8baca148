import { randomBytes } from "node:crypto";
import { connect as connectTcp } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hostileValue, sampleOf } from "@/lib/domain/testing/hostile";
import { type Mobile, startNida, type TestNida, twoMobiles } from "./testing/nida";
import { connect, settled, type Wire } from "./testing/wire";

let nida: TestNida;
let ahmed: Mobile;
let sara: Mobile;
let conversation: string;
let watcher: Wire;
beforeAll(async () => {
  nida = await startNida();
  const made = await twoMobiles(nida);
  ({ ahmed, sara } = made);
  conversation = `private-conversation.${made.conversation_id}`;
  watcher = await connect(nida);
  await watcher.subscribe(conversation, sara);
});
afterAll(() => nida?.close());

/** Whatever came before: nobody else was told anything, and the door still serves. */
async function unharmed(): Promise<void> {
  await settled(watcher);
  expect(watcher.heard.filter(({ event }) => !event.startsWith("pusher"))).toEqual([]);
  const other = await connect(nida);
  await other.subscribe(conversation, ahmed);
  other.socket.close();
  await other.closed;
}

describe("a hostile client", () => {
  it.each([
    ["no JSON", "{"],
    ["nothing", ""],
    ["no object", "5"],
    ["null", "null"],
    ["a list", "[]"],
    ["no event", "{}"],
    ["an event that is no text", '{"event":{"a":1}}'],
    ["an event without end", JSON.stringify({ event: "x".repeat(10_000) })],
    ["a channel that is no text", '{"event":"client-x","channel":[]}'],
    ["brackets without end", `{"event":"client-x","data":${"[".repeat(20_000)}${"]".repeat(20_000)}}`],
    ["a prototype", '{"event":"__proto__","data":{"__proto__":{"x":1}}}'],
    ["a function of objects", '{"event":"constructor"}'],
    ["a subscription to nothing", '{"event":"pusher:subscribe"}'],
    ["a subscription in text", '{"event":"pusher:subscribe","data":"{"}'],
    ["a leaving of nothing", '{"event":"pusher:unsubscribe","data":7}'],
    ["an internal event", '{"event":"pusher_internal:member_added","channel":"x","data":{}}'],
  ])("that sends %s is told so at most, and stays", async (_, frame) => {
    const wire = await connect(nida);
    wire.send(frame);
    await settled(wire);
    wire.socket.close();
    await unharmed();
  });

  it("that sends anything at all is survived", async () => {
    const events = ["pusher:subscribe", "pusher:unsubscribe", "pusher:ping", "pusher:pong", "client-x"];
    const frame = fc.record(
      {
        event: fc.oneof(fc.constantFrom(...events), hostileValue),
        channel: fc.oneof(fc.constantFrom(conversation, "private-user.1"), hostileValue),
        data: fc.oneof(
          hostileValue,
          fc.record({ channel: hostileValue, auth: hostileValue, channel_data: hostileValue }, { requiredKeys: [] }),
          fc.record({ channel: fc.constant(conversation), auth: hostileValue, channel_data: hostileValue }),
        ),
      },
      { requiredKeys: [] },
    );
    const wire = await connect(nida);
    for (const sent of sampleOf(frame, 400)) wire.send(sent);
    await settled(wire);
    expect(wire.heard.filter(({ event }) => event.includes("succeeded"))).toEqual([]);
    wire.socket.close();
    await unharmed();
  });

  it("that sends binary, or more than a frame may hold, is cut off", async () => {
    const [binary, huge] = [await connect(nida), await connect(nida)];
    binary.send(randomBytes(100));
    expect(await binary.closed).toBe(1003);
    huge.send(JSON.stringify({ event: "client-x", channel: conversation, data: "x".repeat(70_000) }));
    expect(await huge.closed).toBe(1009);
    await unharmed();
  });

  it("that floods the door is sent away for a while", async () => {
    const wire = await connect(nida);
    const auth = `${nida.app.key}:${"0".repeat(64)}`;
    for (let times = 0; times < 5000; times++) {
      wire.send({ event: "pusher:subscribe", data: { channel: conversation, auth } });
    }
    expect(await wire.closed).toBe(4100);
    await unharmed();
  });

  it("that reads nothing is dropped instead of being remembered for", async () => {
    const slow = await connect(nida);
    await slow.subscribe(conversation, ahmed);
    slow.socket.pause();
    const data = { conversation_id: 1, user_id: 1, typing: true, padding: "x".repeat(100_000) };
    const dropped = slow.closed;
    const isThere = () => nida.door.lastHeard({ userId: ahmed.id, deviceId: "slow-device" }) !== null;
    await ahmed.authorize(slow.id, conversation, { device_id: "slow-device" });
    expect(isThere()).toBe(true);
    const channel = Number(conversation.split(".")[1]);
    for (let times = 0; times < 2000 && isThere(); times++) {
      nida.publisher.deliver({ name: "typing", data, to: [], conversation_id: channel });
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(isThere(), "200 MB were sent to one who reads nothing").toBe(false);
    slow.socket.resume();
    expect(await dropped).toBe(1006);
    watcher.heard.length = 0;
    await unharmed();
  });
});

it("an upgrade that is none, or is gone at once, is survived", async () => {
  for (const lines of [
    ["GET /app/x HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade", "", ""],
    ["GET /app/%zz?protocol=%zz HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade", "", ""],
    ["POST /app/x HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade", "", ""],
    ["GET /app//[ HTTP/1.1", "Host: x", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"],
  ]) {
    for (const abort of [true, false]) {
      const tcp = connectTcp(nida.port, "127.0.0.1");
      tcp.on("error", () => {}).resume();
      const closed = new Promise((resolve) => tcp.once("close", resolve));
      const key = `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}`;
      tcp.write([...lines.slice(0, 4), "Sec-WebSocket-Version: 13", key, "", ""].join("\r\n"));
      if (abort) await new Promise((resolve) => tcp.once("connect", () => setImmediate(resolve)));
      if (abort) tcp.resetAndDestroy();
      await closed;
    }
  }
  await unharmed();
});
