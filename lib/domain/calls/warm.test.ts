import { expect, it } from "vitest";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { overtaken } from "@/lib/domain/testing/overtaken";
import { befriend } from "@/lib/domain/testing/people";
import { refused } from "@/lib/domain/testing/refused";
import { acceptCall, cancelCall, currentCall, declineCall, reachCall, signalCall } from "./index";
import { ringingWorld } from "./testing/call-world";

const offer = { generation: 1, data: { type: "offer", sdp: "v=0" } };
const turn = { stunUrls: [], turnUrls: ["turn:relay.test"], turnSecret: "secret" };

onEachDatabase("preparing a connection while it rings", (database) => {
  async function world({ friends = true, relayOnly = false, ice = {} } = {}) {
    const ringing = await ringingWorld(database());
    const { ahmed, sara, call } = ringing;
    const ctx = { ...ringing.ctx, ice: { ...ringing.ctx.ice, ...ice } };
    const people = { ahmed, sara, omar: ringing.omar };
    const hide = (hidden: boolean) =>
      database().transaction((tx) => tx.user.update({ where: { id: sara.id }, data: { relayOnly: hidden } }));
    if (friends) await befriend(database(), ahmed, sara);
    if (relayOnly) await hide(true);
    const as = (name: keyof typeof people) => ({ ...ctx.as(people[name]), ice: ctx.ice });
    const reach = async (tab: number, sounding = true, insteadOf?: number) => {
      ctx.world.events.length = 0;
      const instead_of = insteadOf ? `sara-tab-${insteadOf}` : undefined;
      await reachCall.execute(as("sara"), { call_id: call.id, device_id: `sara-tab-${tab}`, sounding, instead_of });
      return ctx.world.events;
    };
    const send = (name: keyof typeof people, tab = 1) =>
      signalCall.execute(as(name), { call_id: call.id, device_id: `${name}-tab-${tab}`, signal: offer });
    const told = (warm: boolean, tab = 1) => [
      {
        name: "call.reached",
        data: { call_id: call.id, warm, callee_device_id: warm ? `sara-tab-${tab}` : null },
        to: [ahmed.id],
        device_id: "ahmed-tab-1",
      },
    ];
    const warmDevices = async () =>
      (await database().db.liveCall.findMany({ where: { callId: call.id } })).flatMap(
        (live) => live.warmDeviceId ?? [],
      );
    const unfriend = () =>
      database().transaction((tx) => tx.friendship.deleteMany({ where: { requesterId: ahmed.id } }));
    return { ...ringing, ctx, as, hide, reach, send, told, warmDevices, unfriend };
  }

  it("belongs to the first device that sounds, and to it again after its reload", async () => {
    const { reach, told, warmDevices } = await world();
    expect(await reach(1, false)).toEqual(told(false));
    expect(await warmDevices()).toEqual([]);
    expect(await reach(2)).toEqual(told(true, 2));
    expect(await reach(1)).toEqual(told(false));
    expect(await reach(2)).toEqual(told(true, 2));
    expect(await warmDevices()).toEqual(["sara-tab-2"]);
  });

  it("passes to the tab that is heard in its place, and to none that speaks of another", async () => {
    const { reach, told, send, warmDevices } = await world();
    await reach(1);
    expect(await reach(3, true, 2)).toEqual(told(false));
    expect(await warmDevices()).toEqual(["sara-tab-1"]);
    expect(await reach(2, true, 1)).toEqual(told(true, 2));
    expect(await warmDevices()).toEqual(["sara-tab-2"]);
    expect(await refused(send("sara", 1))).toBe("conflict device_not_bound");
    await send("sara", 2);
  });

  it("is found by a caller who asks what is true, as long as it rings and may be prepared", async () => {
    const { as, call, tab, reach } = await world();
    const found = async () => (await currentCall.execute(as("ahmed"), {}))?.warm_device_id;
    expect(await found()).toBeNull();
    await reach(2);
    expect(await found()).toBe("sara-tab-2");
    await tab("sara", 2)(acceptCall, call.id);
    expect(await found()).toBeNull();
    const parted = await world();
    await parted.reach(1);
    await parted.unfriend();
    expect((await currentCall.execute(parted.as("ahmed"), {}))?.warm_device_id).toBeNull();
  });

  it("lets signals pass between that device and the caller's, and no others", async () => {
    const { ctx, ahmed, sara, call, reach, send } = await world();
    expect(await refused(send("ahmed"))).toBe("conflict call_lost_race");
    await reach(2);
    ctx.world.events.length = 0;
    expect(await send("ahmed")).toMatchObject({ id: call.id, status: "ringing" });
    await send("sara", 2);
    expect(ctx.world.events).toEqual([
      { name: "call.signal", data: { call_id: call.id, signal: offer }, to: [sara.id], device_id: "sara-tab-2" },
      { name: "call.signal", data: { call_id: call.id, signal: offer }, to: [ahmed.id], device_id: "ahmed-tab-1" },
    ]);
    ctx.world.events.length = 0;
    expect(await refused(send("sara", 1))).toBe("conflict device_not_bound");
    expect(await refused(send("ahmed", 2))).toBe("conflict device_not_bound");
    expect(await refused(send("omar"))).toBe("not_found");
    expect(ctx.world.events).toEqual([]);
  });

  it("is for friends only, at every signal", async () => {
    const strangers = await world({ friends: false });
    expect(await strangers.reach(1)).toEqual(strangers.told(false));
    expect(await strangers.warmDevices()).toEqual([]);
    const parted = await world();
    await parted.reach(1);
    await parted.unfriend();
    expect(await refused(parted.send("ahmed"))).toBe("conflict call_lost_race");
    expect(await refused(parted.send("sara"))).toBe("conflict call_lost_race");
  });

  it("is not for one who only asked to be a friend", async () => {
    const { ahmed, sara, reach, told } = await world({ friends: false });
    await befriend(database(), ahmed, sara);
    await database().transaction((tx) =>
      tx.friendship.updateMany({ where: { requesterId: ahmed.id }, data: { acceptedAt: null } }),
    );
    expect(await reach(1)).toEqual(told(false));
  });

  it("is not for a callee who hides the address, unless a relay hides it", async () => {
    const bare = await world({ relayOnly: true });
    expect(await bare.reach(1)).toEqual(bare.told(false));
    const relayed = await world({ relayOnly: true, ice: turn });
    expect(await relayed.reach(1)).toEqual(relayed.told(true));
    await relayed.send("ahmed");
    const later = await world();
    await later.reach(1);
    await later.hide(true);
    expect(await refused(later.send("sara"))).toBe("conflict call_lost_race");
  });

  it("ends with the answer: the bound devices alone may signal, wherever it was answered", async () => {
    const { call, tab, reach, send, warmDevices } = await world();
    await reach(1);
    await tab("sara", 2)(acceptCall, call.id);
    expect(await warmDevices()).toEqual([]);
    expect(await refused(send("sara", 1))).toBe("conflict device_not_bound");
    await send("sara", 2);
    await send("ahmed");
    expect(await reach(1)).toEqual([]);
    expect(await warmDevices()).toEqual([]);
  });

  it.each([
    ["ahmed", cancelCall],
    ["sara", declineCall],
  ] as const)("ends when %s ends the ring", async (who, ending) => {
    const { call, tab, reach, send, warmDevices } = await world();
    await reach(1);
    await tab(who)(ending, call.id);
    expect(await warmDevices()).toEqual([]);
    expect(await refused(send("ahmed"))).toBe("conflict call_over");
    expect(await refused(send("sara"))).toBe("conflict call_over");
  });

  it("does not begin when the answer is written at that very moment", async () => {
    const { ctx, call, tab, as, warmDevices, told } = await world();
    const late = overtaken(as("sara"), () => tab("sara", 2)(acceptCall, call.id));
    ctx.world.events.length = 0;
    await reachCall.execute(late, { call_id: call.id, device_id: "sara-tab-1", sounding: true });
    expect(ctx.world.events.filter((event) => event.name === "call.reached")).toEqual(told(false));
    expect(await warmDevices()).toEqual([]);
  });
});
