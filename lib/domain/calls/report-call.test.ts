import { expect, it } from "vitest";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { refused } from "@/lib/domain/testing/refused";
import { acceptCall, declineCall, getCall, hangupCall, listCalls, reportCall } from "./index";
import { ringingWorld, told } from "./testing/call-world";

const fine = { route: "host", loss: 0.01, jitter_ms: 4.5, round_trip_ms: 31, mos: 4.38 } as const;
const bad = { route: "relay", loss: 0.2, jitter_ms: 80, round_trip_ms: 600, mos: 1.7 } as const;

onEachDatabase("reporting on a call", (database) => {
  async function talking() {
    const world = await ringingWorld(database());
    const { ctx, call, tab, ahmed, sara } = world;
    await tab("sara")(acceptCall, call.id);
    ctx.world.events.length = 0;
    const reporter = (actor: typeof ahmed, device_id: string) => (measured: typeof fine | typeof bad) =>
      reportCall.execute(ctx.as(actor), { call_id: call.id, device_id, ...measured });
    return { ...world, his: reporter(ahmed, "ahmed-tab-1"), hers: reporter(sara, "sara-tab-1"), reporter };
  }

  it("keeps the last word of each side, and shows both to both", async () => {
    const { ctx, ahmed, sara, call, his, hers } = await talking();
    await his(fine);
    await his(bad);
    expect((await hers(fine)).reports).toEqual({ caller: bad, callee: fine });
    for (const actor of [ahmed, sara]) {
      expect((await getCall.execute(ctx.as(actor), { call_id: call.id })).reports).toEqual({
        caller: bad,
        callee: fine,
      });
      const [first] = (await listCalls.execute(ctx.as(actor), {})).items;
      expect(first?.reports).toEqual({ caller: bad, callee: fine });
    }
    // Nobody's log shows a call that goes on.
    expect(told(ctx, "call.reported")).toEqual([]);
  });

  it("takes a report until a minute after the end, and tells both that there is one", async () => {
    const { ctx, call, tab, his, hers, both } = await talking();
    await tab("sara")(hangupCall, call.id);
    ctx.world.clock.advance(60_000);
    await his(fine);
    expect(told(ctx, "call.reported")).toEqual([[...both].sort((a, b) => a - b)]);
    ctx.world.clock.advance(1);
    expect(await refused(hers(fine))).toBe("conflict call_over");
    expect((await getCall.execute(ctx, { call_id: call.id })).reports).toEqual({ caller: fine, callee: null });
  });

  it("leaves its figures for the operator's metrics, and nobody else hears of that", async () => {
    const { ctx, call, ahmed } = await talking();
    await reportCall.execute(ctx.as(ahmed), { call_id: call.id, device_id: "ahmed-tab-1", ...fine, setup_ms: 180 });
    const measured = ctx.world.events.filter(({ name }) => name === "call.measured");
    expect(measured).toEqual([
      { name: "call.measured", data: { call_id: call.id, mos: fine.mos, setup_ms: 180 }, to: [] },
    ]);
  });

  it("is only for the bound device of each side", async () => {
    const { ahmed, sara, omar, reporter } = await talking();
    expect(await refused(reporter(sara, "sara-tab-2")(fine))).toBe("conflict device_not_bound");
    expect(await refused(reporter(sara, "ahmed-tab-1")(fine))).toBe("conflict device_not_bound");
    expect(await refused(reporter(ahmed, "sara-tab-1")(fine))).toBe("conflict device_not_bound");
    expect(await refused(reporter(omar, "ahmed-tab-1")(fine))).toBe("not_found");
  });

  it("has nothing to say of a call in which nobody talked", async () => {
    const { ctx, call, tab } = await ringingWorld(database());
    const report = () => reportCall.execute(ctx, { call_id: call.id, device_id: "ahmed-tab-1", ...fine });
    expect(await refused(report())).toBe("conflict call_lost_race");
    await tab("sara")(declineCall, call.id);
    expect(await refused(report())).toBe("conflict call_over");
  });

  it("refuses figures that cannot be", async () => {
    const { ctx, call } = await talking();
    const wrong = [
      { route: "tunnel" },
      { loss: 1.1 },
      { loss: -0.1 },
      { jitter_ms: Number.NaN },
      { round_trip_ms: "1" },
      { mos: 5 },
      { mos: 0 },
    ];
    for (const figure of wrong) {
      const report = { call_id: call.id, device_id: "ahmed-tab-1", ...fine, ...figure };
      expect(await refused(reportCall.execute(ctx, report)), JSON.stringify(figure)).toMatch(/^validation_failed/);
    }
  });

  it("keeps a call alive whose device says nothing else", async () => {
    const { ctx, his } = await talking();
    const seenAt = async () =>
      (await database().db.liveCall.findUnique({ where: { userId: ctx.actor.id } }))?.deviceSeenAt.getTime();
    ctx.world.clock.advance(ctx.limits.callGraceMs / 2);
    await his(fine);
    expect(await seenAt()).toBe(ctx.now().getTime());
  });
});
