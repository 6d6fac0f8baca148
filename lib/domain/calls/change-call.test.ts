import { expect, it } from "vitest";
import type { Call, CallDevice } from "@/lib/contracts/calls";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import type { Operation } from "@/lib/domain/operation";
import { refused } from "@/lib/domain/testing/refused";
import { acceptCall, cancelCall, declineCall, hangupCall } from "./index";
import { outcomes, remains, ringingWorld, told } from "./testing/call-world";

type Act = Operation<typeof CallDevice, typeof Call>;

onEachDatabase("answering and ending a call", (database) => {
  const ringing = () => ringingWorld(database());

  it("binds the device that accepts, gives it a lease and tells both", async () => {
    const { ctx, sara, call, tab, both } = await ringing();
    ctx.world.clock.advance(5_000);
    const accepted = await tab("sara", 2)(acceptCall, call.id);
    expect(accepted).toMatchObject({ status: "accepted", callee_device_id: "sara-tab-2", ended_at: null });
    expect(ctx.world.events).toEqual([{ name: "call.accepted", data: { call: accepted }, to: both }]);
    expect(await database().db.liveCall.findUnique({ where: { userId: sara.id } })).toMatchObject({
      deviceId: "sara-tab-2",
      deviceSeenAt: ctx.now(),
    });
  });

  it("answers a second accept of the same device and refuses one of another", async () => {
    const { ctx, call, tab } = await ringing();
    const first = await tab("sara")(acceptCall, call.id);
    expect(await tab("sara")(acceptCall, call.id)).toEqual(first);
    expect(await refused(tab("sara", 2)(acceptCall, call.id))).toBe("conflict call_lost_race");
    expect(told(ctx, "call.accepted")).toHaveLength(1);
  });

  const rules: [string, "ahmed" | "sara" | "omar", 1 | 2, Act, string, string][] = [
    ["accept by the caller", "ahmed", 1, acceptCall, "forbidden", "forbidden"],
    ["decline by the caller", "ahmed", 1, declineCall, "forbidden", "forbidden"],
    ["cancel by the callee", "sara", 1, cancelCall, "forbidden", "forbidden"],
    [
      "cancel from the caller's other tab",
      "ahmed",
      2,
      cancelCall,
      "conflict device_not_bound",
      "conflict call_lost_race",
    ],
    [
      "hang up from the caller's other tab",
      "ahmed",
      2,
      hangupCall,
      "conflict device_not_bound",
      "conflict device_not_bound",
    ],
    ["accept by somebody else", "omar", 1, acceptCall, "not_found", "not_found"],
    ["hang up by somebody else", "omar", 1, hangupCall, "not_found", "not_found"],
    ["decline", "sara", 2, declineCall, "ended declined", "conflict call_lost_race"],
    ["cancel", "ahmed", 1, cancelCall, "ended cancelled", "conflict call_lost_race"],
    ["hang up by the caller", "ahmed", 1, hangupCall, "ended cancelled", "ended completed"],
    ["hang up by the callee", "sara", 1, hangupCall, "ended declined", "ended completed"],
    ["hang up from the callee's other tab", "sara", 2, hangupCall, "ended declined", "conflict device_not_bound"],
  ];
  for (const [name, who, number, op, whileRinging, whileTalking] of rules) {
    it(`${name}: ${whileRinging} while ringing, ${whileTalking} while talking, and call_over after`, async () => {
      for (const [talking, expected] of [
        [false, whileRinging],
        [true, whileTalking],
      ] as const) {
        const { ctx, call, tab, truth, both } = await ringing();
        if (talking) await tab("sara")(acceptCall, call.id);
        ctx.world.events.length = 0;
        const [outcome] = await outcomes([tab(who, number)(op, call.id)]);
        expect(outcome).toBe(expected);
        const ended = expected.startsWith("ended");
        expect(told(ctx, "call.ended")).toEqual(ended ? [both] : []);
        expect(told(ctx, "message.sent")).toEqual(ended ? [both] : []);
        expect(await truth("ahmed")).toEqual(await truth("sara"));
        if (!ended) continue;
        expect(await remains(database(), call.id)).toMatchObject({ live: 0, messages: 1, status: "ended" });
        expect(await refused(tab(who, number)(op, call.id))).toBe("conflict call_over");
        expect(await remains(database(), call.id)).toMatchObject({ messages: 1 });
      }
    });
  }

  it("counts the seconds talked", async () => {
    const { ctx, call, tab } = await ringing();
    ctx.world.clock.advance(4_000);
    await tab("sara")(acceptCall, call.id);
    ctx.world.clock.advance(65_900);
    expect(await tab("ahmed")(hangupCall, call.id)).toMatchObject({ end_reason: "completed", duration_s: 65 });
  });

  it("keeps a call that never came up as failed, and one that was only rung as it is", async () => {
    for (const talking of [true, false]) {
      const { ctx, sara, call, tab, truth, both } = await ringing();
      if (talking) await tab("sara")(acceptCall, call.id);
      const input = { call_id: call.id, device_id: "sara-tab-1", reason: "failed" };
      const ended = await hangupCall.execute(ctx.as(sara), input);
      expect(ended.end_reason).toBe(talking ? "failed" : "declined");
      expect((await truth("ahmed")).end_reason).toBe(ended.end_reason);
      expect(told(ctx, "call.ended")).toEqual([both]);
      expect(await remains(database(), call.id)).toMatchObject({ live: 0, messages: 1, endReason: ended.end_reason });
    }
  });

  it("takes no other reason for a hang-up", async () => {
    const { ctx, sara, call, truth } = await ringing();
    const input = { call_id: call.id, device_id: "sara-tab-1", reason: "busy" };
    expect(await refused(hangupCall.execute(ctx.as(sara), input))).toMatch(/^validation_failed/);
    expect((await truth("sara")).status).toBe("ringing");
  });

  it("refuses to accept once the ring's time is over, swept or not", async () => {
    const { ctx, call, tab, truth } = await ringing();
    ctx.world.clock.advance(45_000);
    expect(await refused(tab("sara")(acceptCall, call.id))).toBe("conflict call_over");
    expect((await truth("sara")).status).toBe("ringing");
  });
});
