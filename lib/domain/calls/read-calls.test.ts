import { expect, it } from "vitest";
import type { Call } from "@/lib/contracts/calls";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { refused } from "@/lib/domain/testing/refused";
import { acceptCall, currentCall, getCall, hangupCall, listCalls, startCall } from "./index";
import { callWorld, pressing, ringingWorld } from "./testing/call-world";

onEachDatabase("reading calls", (database) => {
  it("answers both people their live call, others none, and none once it is over", async () => {
    const { ctx, ahmed, sara, omar, call, tab } = await ringingWorld(database());
    const now = (one: Call) => ({ ...one, warm_device_id: null });
    const current = (actor: typeof ahmed) => currentCall.execute(ctx.as(actor), {});
    expect([await current(ahmed), await current(sara), await current(omar)]).toEqual([now(call), now(call), null]);
    const accepted = await tab("sara")(acceptCall, call.id);
    expect(await current(sara)).toEqual(now(accepted));
    await tab("sara")(hangupCall, call.id);
    expect([await current(ahmed), await current(sara)]).toEqual([null, null]);
  });

  it("shows a call to its two people and to nobody else", async () => {
    const { ctx, omar, sara, call } = await ringingWorld(database());
    expect(await getCall.execute(ctx.as(sara), { call_id: call.id })).toEqual({
      ...call,
      reports: { caller: null, callee: null },
    });
    expect(await refused(getCall.execute(ctx.as(omar), { call_id: call.id }))).toBe("not_found");
    expect(await refused(getCall.execute(ctx.asStranger(), { call_id: call.id }))).toBe("unauthenticated");
  });

  it("lists calls made and received, newest first, page by page without holes even within one moment", async () => {
    const { ctx, ahmed, sara, omar, conversation_id, withOmar } = await callWorld(database());
    const made: string[] = [];
    for (let index = 0; index < 7; index++) {
      const [actor, device_id] = index % 2 ? ([sara, "sara-tab-1"] as const) : ([ahmed, "ahmed-tab-1"] as const);
      const call = await startCall.execute(ctx.as(actor), { conversation_id, device_id });
      await pressing(ctx, actor, device_id)(hangupCall, call.id);
      made.push(call.id);
      if (index === 3) ctx.world.clock.advance(60_000);
    }
    await startCall.execute(ctx.as(omar), { conversation_id: withOmar.sara, device_id: "omar-tab-1" });
    const listed: string[] = [];
    const sizes: number[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listCalls.execute(ctx, { limit: 2, cursor: cursor ?? undefined });
      listed.push(...page.items.map((call) => call.id));
      sizes.push(page.items.length);
      cursor = page.next_cursor;
    }
    expect(sizes).toEqual([2, 2, 2, 1]);
    expect(listed.slice(0, 3).sort()).toEqual(made.slice(4).sort());
    expect(listed.slice(3).sort()).toEqual(made.slice(0, 4).sort());
  });

  it("refuses a cursor that it did not give", async () => {
    const { ctx } = await callWorld(database());
    const far = Buffer.from(`999999999999999.${"0".repeat(36)}`).toString("base64url");
    for (const cursor of ["", "x", "' OR 1=1", Buffer.from("1.2").toString("base64url")]) {
      expect(await refused(listCalls.execute(ctx, { cursor }))).toMatch(/^validation_failed/);
    }
    expect((await listCalls.execute(ctx, { cursor: far })).items).toEqual([]);
  });
});
