import { beforeEach, expect, it } from "vitest";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import type { Actor } from "@/lib/domain/context";
import type { TestContext } from "@/lib/domain/testing/context";
import { overtaken } from "@/lib/domain/testing/overtaken";
import { refused } from "@/lib/domain/testing/refused";
import { acceptCall, currentCall, graceAtStart, hangupCall, renewLeases, signalCall, sweepCalls } from "./index";
import { outcomes, remains, ringingWorld, sayCall, told, unread } from "./testing/call-world";

onEachDatabase("the sweep", (database) => {
  // A sweep sees all calls, so those of the test before must be gone.
  beforeEach(async () => {
    await database().transaction((tx) => tx.liveCall.deleteMany());
  });
  const ringing = () => ringingWorld(database());

  async function talking() {
    const world = await ringing();
    await world.tab("sara")(acceptCall, world.call.id);
    world.ctx.world.events.length = 0;
    return world;
  }

  /** Both people's devices, but not these, are seen now. */
  const seen = (ctx: TestContext, ...people: [Actor, string][]) =>
    renewLeases(
      database(),
      ctx.now(),
      people.map(([person, deviceId]) => ({ userId: person.id, deviceId })),
    );

  it("leaves a ring alone until its time is over, then ends it as missed and tells both", async () => {
    const { ctx, ahmed, sara, call, truth, both, conversation_id } = await ringing();
    ctx.world.clock.advance(44_999);
    await seen(ctx, [ahmed, "ahmed-tab-1"]);
    await sweepCalls(ctx);
    expect(sayCall(await truth("sara"))).toBe("ringing");
    ctx.world.clock.advance(1);
    expect(await sweepCalls(ctx)).toBe(1);
    expect(sayCall(await truth("sara"))).toBe("ended missed");
    expect(told(ctx, "call.ended")).toEqual([both]);
    expect(told(ctx, "message.sent")).toEqual([both]);
    expect(await remains(database(), call.id)).toMatchObject({ live: 0, messages: 1 });
    expect(await unread(database(), conversation_id, sara)).toBe(1);
    expect(await unread(database(), conversation_id, ahmed)).toBe(0);
    expect(await sweepCalls(ctx)).toBe(0);
  });

  it("cancels a ring whose caller is gone, but not for a callee who never bound a device", async () => {
    const { ctx, ahmed, sara, truth } = await ringing();
    ctx.world.clock.advance(15_000);
    await sweepCalls(ctx);
    expect(sayCall(await truth("sara"))).toBe("ringing");
    await seen(ctx, [ahmed, "ahmed-tab-1"]);
    ctx.world.clock.advance(14_000);
    await sweepCalls(ctx);
    expect(sayCall(await truth("sara"))).toBe("ringing");
    await seen(ctx, [sara, "sara-tab-1"]);
    ctx.world.clock.advance(1_001);
    await sweepCalls(ctx);
    expect(sayCall(await truth("sara"))).toBe("ended cancelled");
  });

  for (const gone of ["ahmed", "sara"] as const) {
    it(`fails a call when ${gone}'s device is gone longer than the grace`, async () => {
      const { ctx, ahmed, sara, truth } = await talking();
      ctx.world.clock.advance(15_001);
      await seen(ctx, gone === "ahmed" ? [sara, "sara-tab-1"] : [ahmed, "ahmed-tab-1"]);
      await sweepCalls(ctx);
      expect(await truth("ahmed")).toMatchObject({ status: "ended", end_reason: "failed", duration_s: 15 });
      expect(told(ctx, "call.ended")).toHaveLength(1);
    });
  }

  it("counts only the bound device: another tab of the person keeps no call", async () => {
    const { ctx, ahmed, sara, truth } = await talking();
    ctx.world.clock.advance(15_001);
    await seen(ctx, [ahmed, "ahmed-tab-2"], [sara, "sara-tab-1"]);
    await sweepCalls(ctx);
    expect(sayCall(await truth("ahmed"))).toBe("ended failed");
  });

  it("spares a device that is seen between the sweep's look and its writing", async () => {
    const { ctx, ahmed, sara, truth } = await talking();
    ctx.world.clock.advance(15_001);
    const slow = overtaken(ctx, () => seen(ctx, [ahmed, "ahmed-tab-1"], [sara, "sara-tab-1"]));
    await sweepCalls(slow);
    expect(sayCall(await truth("ahmed"))).toBe("accepted");
    expect(told(ctx, "call.ended")).toEqual([]);
  });

  it("ends each call once when four nodes sweep at once", async () => {
    const { ctx, call, both } = await ringing();
    ctx.world.clock.advance(45_000);
    const ended = await Promise.all([1, 2, 3, 4].map(() => sweepCalls(ctx)));
    expect(ended.reduce((sum, one) => sum + one)).toBe(1);
    expect(told(ctx, "call.ended")).toEqual([both]);
    expect(await remains(database(), call.id)).toMatchObject({ live: 0, messages: 1 });
  });

  it("gives way to an accept in its narrowest moment, and an accept to it", async () => {
    const one = await ringing();
    one.ctx.world.clock.advance(44_999);
    const inTime = one.ctx.now();
    one.ctx.world.clock.advance(1);
    const slowSweep = overtaken(one.ctx, () =>
      acceptCall.execute(
        { ...one.ctx.as(one.sara), now: () => inTime },
        { call_id: one.call.id, device_id: "sara-tab-1" },
      ),
    );
    await sweepCalls(slowSweep);
    expect(sayCall(await one.truth("sara"))).toBe("accepted");
    const two = await ringing();
    two.ctx.world.clock.advance(44_999);
    const slow = overtaken(two.ctx.as(two.sara), async () => {
      two.ctx.world.clock.advance(1);
      await sweepCalls(two.ctx);
    });
    const late = acceptCall.execute(slow, { call_id: two.call.id, device_id: "sara-tab-1" });
    expect(await refused(late)).toBe("conflict call_over");
    expect(sayCall(await two.truth("ahmed"))).toBe("ended missed");
    expect(told(two.ctx, "call.accepted")).toEqual([]);
  });

  it("is not held up by a call that cannot be ended, and says so when nothing else is left", async () => {
    const broken = await talking();
    const whole = await ringing();
    await database().transaction((tx) => tx.call.update({ where: { id: broken.call.id }, data: { acceptedAt: null } }));
    whole.ctx.world.clock.advance(45_000);
    expect(await sweepCalls(whole.ctx)).toBe(1);
    expect(sayCall(await whole.truth("sara"))).toBe("ended missed");
    await expect(sweepCalls(whole.ctx)).rejects.toThrow("lacks what that needs");
  });

  it("removes live rows that an ended call has left", async () => {
    const { ctx, sara, call, tab } = await ringing();
    await tab("ahmed")(hangupCall, call.id);
    await database().transaction((tx) =>
      tx.liveCall.create({ data: { userId: sara.id, callId: call.id, deviceSeenAt: ctx.now() } }),
    );
    await sweepCalls(ctx);
    expect(await database().db.liveCall.count({ where: { userId: sara.id } })).toBe(0);
  });

  it("ends nothing after a restart longer than the grace, until the grace is over anew", async () => {
    const { ctx, truth } = await talking();
    ctx.world.clock.advance(60_000);
    await graceAtStart(database(), ctx.now());
    ctx.world.clock.advance(15_000);
    await sweepCalls(ctx);
    expect(sayCall(await truth("ahmed"))).toBe("accepted");
    ctx.world.clock.advance(1);
    await sweepCalls(ctx);
    expect(sayCall(await truth("ahmed"))).toBe("ended failed");
  });

  it("keeps a call whose clients only poll, and one that signals", async () => {
    const { ctx, ahmed, sara, call, truth } = await talking();
    for (let turn = 0; turn < 5; turn++) {
      ctx.world.clock.advance(14_000);
      await currentCall.execute(ctx.as(ahmed), { device_id: "ahmed-tab-1" });
      const signal = { generation: turn, data: { type: "offer" } };
      await signalCall.execute(ctx.as(sara), { call_id: call.id, device_id: "sara-tab-1", signal });
      await sweepCalls(ctx);
    }
    expect(sayCall(await truth("ahmed"))).toBe("accepted");
    for (const device_id of [undefined, "ahmed-tab-2"]) {
      ctx.world.clock.advance(7_501);
      await currentCall.execute(ctx.as(ahmed), { device_id });
    }
    await sweepCalls(ctx);
    expect(sayCall(await truth("ahmed"))).toBe("ended failed");
  });

  it("renews many leases at once, never backwards", async () => {
    const { ctx, ahmed } = await ringing();
    const later = new Date(ctx.now().getTime() + 9_000);
    const strangers = Array.from({ length: 2_500 }, (_, index) => ({
      userId: 1_000_000 + index,
      deviceId: "nobody-tab",
    }));
    await renewLeases(database(), later, [...strangers, { userId: ahmed.id, deviceId: "ahmed-tab-1" }]);
    const lease = () => database().db.liveCall.findUnique({ where: { userId: ahmed.id } });
    expect((await lease())?.deviceSeenAt).toEqual(later);
    await renewLeases(database(), ctx.now(), [{ userId: ahmed.id, deviceId: "ahmed-tab-1" }]);
    expect((await lease())?.deviceSeenAt).toEqual(later);
  });

  it("leaves one outcome when sweep, accept and hang-up come at once", async () => {
    const { ctx, call, tab, truth } = await ringing();
    ctx.world.clock.advance(45_000);
    const [hangup] = await Promise.all([outcomes([tab("ahmed")(hangupCall, call.id)]), sweepCalls(ctx)]);
    expect(["ended cancelled", "conflict call_over"]).toContain(hangup[0]);
    expect(await truth("ahmed")).toEqual(await truth("sara"));
    expect(await remains(database(), call.id)).toMatchObject({ live: 0, messages: 1 });
    expect(told(ctx, "call.ended")).toHaveLength(1);
  });
});
