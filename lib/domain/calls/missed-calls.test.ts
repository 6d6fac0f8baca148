import { expect, it } from "vitest";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import {
  acceptCall,
  cancelCall,
  declineCall,
  hangupCall,
  listCalls,
  missedCalls,
  seeCalls,
  startCall,
  sweepCalls,
} from "./index";
import { callWorld, pressing, told } from "./testing/call-world";

onEachDatabase("missed calls", (database) => {
  async function missingWorld() {
    const world = await callWorld(database());
    const { ctx, ahmed, sara, omar, ring } = world;
    const his = pressing(ctx, ahmed, "ahmed-tab-1");
    const hers = pressing(ctx, sara, "sara-tab-1");
    const later = () => ctx.world.clock.advance(1000);
    /** Three that she did not get, and two that she did. */
    const day = async () => {
      const cancelled = await ring();
      await his(cancelCall, cancelled.id);
      later();
      const unheard = await ring();
      ctx.world.clock.advance(ctx.limits.ringTimeoutMs + 1);
      await sweepCalls(ctx);
      later();
      const declined = await ring();
      await hers(declineCall, declined.id);
      later();
      const talked = await ring();
      await hers(acceptCall, talked.id);
      const busy = await startCall.execute(ctx.as(omar), {
        conversation_id: world.withOmar.sara,
        device_id: "omar-tab-1",
      });
      await his(hangupCall, talked.id);
      later();
      return { missed: [busy.id, unheard.id, cancelled.id], all: 5 };
    };
    const count = async (actor = sara) => (await missedCalls.execute(ctx.as(actor), {})).count;
    const missed = async (actor: typeof sara, rest = {}) =>
      (await listCalls.execute(ctx.as(actor), { filter: "missed", ...rest })).items.map((call) => call.id);
    return { ...world, day, count, missed };
  }

  it("are those that rang out, were taken back, or found the person busy; for the callee alone", async () => {
    const { ctx, ahmed, sara, omar, day, count, missed } = await missingWorld();
    const made = await day();
    expect(await missed(sara)).toEqual(made.missed);
    expect(await count()).toBe(3);
    for (const actor of [ahmed, omar]) {
      expect(await missed(actor)).toEqual([]);
      expect(await count(actor)).toBe(0);
    }
    expect((await listCalls.execute(ctx.as(sara), {})).items).toHaveLength(made.all);
  });

  it("come page by page", async () => {
    const { ctx, sara, day } = await missingWorld();
    const made = await day();
    const first = await listCalls.execute(ctx.as(sara), { filter: "missed", limit: 2 });
    const second = await listCalls.execute(ctx.as(sara), { filter: "missed", limit: 2, cursor: first.next_cursor });
    expect([...first.items, ...second.items].map((call) => call.id)).toEqual(made.missed);
    expect(second.next_cursor).toBeNull();
  });

  it("wait until the log is looked at, on whatever device; newer ones wait anew", async () => {
    const { ctx, ahmed, sara, day, ring, count } = await missingWorld();
    await day();
    ctx.world.events.length = 0;
    const seen = await seeCalls.execute(ctx.as(sara), {});
    expect(ctx.world.events).toEqual([{ name: "calls.seen", data: seen, to: [sara.id] }]);
    expect(await count()).toBe(0);
    ctx.world.clock.advance(1000);
    const next = await ring();
    expect(await count()).toBe(0);
    await pressing(ctx, ahmed, "ahmed-tab-1")(cancelCall, next.id);
    expect(await count()).toBe(1);
    expect(told(ctx, "calls.seen")).toEqual([]);
  });

  it("are not forgotten by a look that a later one has overtaken", async () => {
    const { ctx, sara, day } = await missingWorld();
    await day();
    await seeCalls.execute(ctx.as(sara), {});
    const before = async () => (await database().db.user.findUnique({ where: { id: sara.id } }))?.callsSeenAt;
    const at = await before();
    ctx.world.clock.advance(-5000);
    await seeCalls.execute(ctx.as(sara), {});
    expect(await before()).toEqual(at);
  });
});
