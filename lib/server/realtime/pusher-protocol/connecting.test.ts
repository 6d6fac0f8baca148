import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { due } from "./keep-alive";
import { startNida, type TestNida, twoMobiles } from "./testing/nida";
import { connect, dial, settled } from "./testing/wire";

let nida: TestNida;
beforeAll(async () => {
  nida = await startNida({ maxConnections: 3 });
});
afterAll(() => nida?.close());

describe("connecting", () => {
  it("begins with the socket id and the activity timeout, as JSON within JSON", async () => {
    const wire = dial(nida, `/app/${nida.app.key}?protocol=7&client=js&version=8.4.0`);
    const { data } = await wire.hears("pusher:connection_established");
    expect(JSON.parse(String(data))).toEqual({
      socket_id: expect.stringMatching(/^\d+\.\d+$/),
      activity_timeout: 30,
    });
    wire.socket.close();
    await wire.closed;
  });

  it.each([
    ["an unknown key", () => "/app/nobody?protocol=7", 4001],
    ["no key", () => "/app/?protocol=7", 4005],
    ["a longer path", () => `/app/${nida.app.key}/more?protocol=7`, 4005],
    ["a version that is no number", () => `/app/${nida.app.key}?protocol=seven`, 4006],
    ["an older protocol", () => `/app/${nida.app.key}?protocol=4`, 4007],
    ["a protocol to come", () => `/app/${nida.app.key}?protocol=8`, 4007],
  ])("refuses %s, first in words and then by the close code", async (_, path, code) => {
    const wire = dial(nida, path());
    const { data } = await wire.hears("pusher:error");
    expect(data).toEqual({ code, message: expect.any(String) });
    expect(await wire.closed).toBe(code);
    expect(wire.heard.map(({ event }) => event)).toEqual(["pusher:error"]);
  });

  it("takes a client that names no protocol for one of this", async () => {
    const wire = dial(nida, `/app/${nida.app.key}`);
    await wire.hears("pusher:connection_established");
    wire.socket.close();
    await wire.closed;
  });

  it("lets those who hear nothing give way over capacity, and then turns away whoever comes", async () => {
    const { sara, conversation_id } = await twoMobiles(nida);
    const idle = await connect(nida);
    const wires = [await connect(nida), await connect(nida), await connect(nida)];
    expect(await idle.closed).toBe(4100);
    for (const wire of wires) await wire.subscribe(`private-conversation.${conversation_id}`, sara);
    const tooMany = dial(nida, `/app/${nida.app.key}?protocol=7`);
    expect(await tooMany.closed).toBe(4100);
    for (const wire of wires) wire.socket.close();
    await Promise.all(wires.map(({ closed }) => closed));
    const next = await connect(nida);
    next.socket.close();
    await next.closed;
  });
});

describe("keeping alive", () => {
  it("answers a ping", async () => {
    const wire = await connect(nida);
    await settled(wire);
    expect(wire.heard.at(-1)).toEqual({ event: "pusher:pong", data: {} });
    wire.socket.close();
    await wire.closed;
  });

  it("asks a silent client, keeps it while it answers, and closes with 4201 when it does not", async () => {
    const hurried = await startNida({ tickMs: 20, idleMs: 100, pongMs: 1500 });
    const wire = await connect(hurried);
    for (let times = 0; times < 3; times++) {
      await wire.hears("pusher:ping");
      wire.send({ event: "pusher:pong", data: {} });
    }
    await wire.hears("pusher:ping");
    expect(await wire.closed).toBe(4201);
    await hurried.close();
  });

  it("asks after the idle time only, and ends after the pong time only", () => {
    const patience = { idleMs: 100, pongMs: 50 };
    expect(due({ heardAt: 0, pingedAt: null }, patience, 100)).toBe(null);
    expect(due({ heardAt: 0, pingedAt: null }, patience, 101)).toBe("ping");
    expect(due({ heardAt: 0, pingedAt: 101 }, patience, 151)).toBe(null);
    expect(due({ heardAt: 0, pingedAt: 101 }, patience, 152)).toBe("end");
  });
});

it("tells everybody to come back at once when it closes", async () => {
  const own = await startNida();
  const wires = [await connect(own), await connect(own)];
  await own.close();
  expect(await Promise.all(wires.map(({ closed }) => closed))).toEqual([4200, 4200]);
  expect(wires[0]?.heard.at(-1)).toMatchObject({ event: "pusher:error", data: { code: 4200 } });
});
