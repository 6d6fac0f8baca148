import { expect, it } from "vitest";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { refused } from "@/lib/domain/testing/refused";
import { acceptCall, hangupCall, reachCall, signalCall } from "./index";
import { ringingWorld, told } from "./testing/call-world";

onEachDatabase("signals between two devices", (database) => {
  async function world() {
    const ringing = await ringingWorld(database());
    const { ctx, ahmed, sara, omar, call } = ringing;
    const people = { ahmed, sara, omar };
    const send = (name: keyof typeof people, tab = 1, signal: object = { generation: 0, data: { type: "offer" } }) =>
      signalCall.execute(ctx.as(people[name]), { call_id: call.id, device_id: `${name}-tab-${tab}`, signal });
    return { ...ringing, send };
  }

  it("go to the other's bound device only, both ways, and answer the call", async () => {
    const { ctx, ahmed, sara, call, tab, send } = await world();
    const accepted = await tab("sara", 2)(acceptCall, call.id);
    ctx.world.events.length = 0;
    const offer = { generation: 3, data: { type: "offer", sdp: "v=0" } };
    expect(await send("ahmed", 1, offer)).toEqual(accepted);
    await send("sara", 2, { generation: 4, restart: true });
    expect(ctx.world.events).toEqual([
      { name: "call.signal", data: { call_id: call.id, signal: offer }, to: [sara.id], device_id: "sara-tab-2" },
      {
        name: "call.signal",
        data: { call_id: call.id, signal: { generation: 4, restart: true } },
        to: [ahmed.id],
        device_id: "ahmed-tab-1",
      },
    ]);
  });

  it("are refused before the accept, after the end, from other tabs and from other people", async () => {
    const { ctx, call, tab, send } = await world();
    expect(await refused(send("ahmed"))).toBe("conflict call_lost_race");
    await tab("sara")(acceptCall, call.id);
    expect(await refused(send("ahmed", 2))).toBe("conflict device_not_bound");
    expect(await refused(send("sara", 2))).toBe("conflict device_not_bound");
    expect(await refused(send("omar"))).toBe("not_found");
    await tab("ahmed")(hangupCall, call.id);
    expect(await refused(send("ahmed"))).toBe("conflict call_over");
    expect(told(ctx, "call.signal")).toEqual([]);
  });

  it("may be 64 KiB as JSON, counted in bytes, and no more", async () => {
    const { call, tab, send } = await world();
    await tab("sara")(acceptCall, call.id);
    const empty = Buffer.byteLength(JSON.stringify({ generation: 0, data: { sdp: "" } }));
    const sized = (bytes: number) => ({
      generation: 0,
      data: { sdp: `${"x".repeat((bytes - empty) % 2)}${"é".repeat((bytes - empty) >> 1)}` },
    });
    await send("ahmed", 1, sized(65_536));
    expect(await refused(send("ahmed", 1, sized(65_537)))).toBe("too_large");
  });

  it("tell the caller's device that the ring is shown, while it rings and only from the callee", async () => {
    const { ctx, ahmed, call, tab } = await world();
    expect(await tab("sara", 2)(reachCall, call.id)).toMatchObject({ id: call.id, status: "ringing" });
    const data = { call_id: call.id, warm: false, callee_device_id: null };
    const reached = { name: "call.reached", data, to: [ahmed.id], device_id: "ahmed-tab-1" };
    expect(ctx.world.events).toEqual([reached]);
    expect(await refused(tab("ahmed")(reachCall, call.id))).toBe("forbidden");
    expect(await refused(tab("omar")(reachCall, call.id))).toBe("not_found");
    await tab("sara")(acceptCall, call.id);
    await tab("sara", 2)(reachCall, call.id);
    expect(told(ctx, "call.reached")).toHaveLength(1);
  });

  const wrong: [string, object][] = [
    ["no call", { device_id: "ahmed-tab-1", signal: { generation: 0 } }],
    ["a call that is an object", { call_id: { not: "" }, device_id: "ahmed-tab-1", signal: { generation: 0 } }],
    ["a device that is an object", { device_id: { contains: "" }, signal: { generation: 0 } }],
    ["a signal that is text", { device_id: "ahmed-tab-1", signal: "offer" }],
    ["a negative generation", { device_id: "ahmed-tab-1", signal: { generation: -1 } }],
    ["data that is a list", { device_id: "ahmed-tab-1", signal: { generation: 0, data: [] } }],
  ];
  for (const [name, input] of wrong) {
    it(`are refused with ${name}`, async () => {
      const { ctx, call } = await world();
      const call_id = name === "no call" ? {} : { call_id: call.id };
      expect(await refused(signalCall.execute(ctx, { ...call_id, ...input }))).toMatch(/^validation_failed/);
    });
  }
});
