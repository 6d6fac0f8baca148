import { expect, it } from "vitest";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { newPerson } from "@/lib/domain/chat/testing/world";
import { overtaken } from "@/lib/domain/testing/overtaken";
import { block } from "@/lib/domain/testing/people";
import { refused } from "@/lib/domain/testing/refused";
import { acceptCall, hangupCall, renewLeases, startCall } from "./index";
import { callWorld, followed, outcomes, pressing, remains, sayCall, told, unread } from "./testing/call-world";

onEachDatabase("starting a call", (database) => {
  it("rings the callee with the seed's fields and binds the caller's device", async () => {
    const { ctx, ahmed, sara, conversation_id } = await callWorld(database());
    const call = await startCall.execute(ctx, { conversation_id, device_id: "ahmed-tab-1" });
    expect(call).toMatchObject({
      conversation_id,
      status: "ringing",
      end_reason: null,
      duration_s: null,
      caller_device_id: "ahmed-tab-1",
      callee_device_id: null,
      ring_expires_at: "2026-01-25T10:00:45.000Z",
    });
    expect([call.caller.id, call.callee.id]).toEqual([ahmed.id, sara.id]);
    expect(ctx.world.events).toEqual([
      {
        name: "incoming_call",
        to: [sara.id],
        data: {
          type: "incoming_call",
          call_id: call.id,
          caller_username: call.caller.username,
          conversation_id,
          call,
        },
      },
    ]);
    const live = await database().db.liveCall.findMany({ where: { callId: call.id }, orderBy: { userId: "asc" } });
    expect(live.map(({ userId, deviceId }) => [userId, deviceId])).toEqual([
      [ahmed.id, "ahmed-tab-1"],
      [sara.id, null],
    ]);
  });

  it("is refused to strangers, blocked people and for deleted accounts, and leaves nothing", async () => {
    const { ctx, ahmed, sara, conversation_id } = await callWorld(database());
    const stranger = await newPerson(database());
    const start = (actor: typeof ahmed) =>
      refused(startCall.execute(ctx.as(actor), { conversation_id, device_id: "some-tab-1" }));
    expect(await start(stranger)).toBe("not_found");
    await block(database(), ahmed, sara);
    expect(await start(ahmed)).toBe("forbidden blocked_by_me");
    expect(await start(sara)).toBe("forbidden unreachable");
    await database().transaction(async (tx) => {
      await tx.block.deleteMany({ where: { blockerId: ahmed.id } });
      await tx.user.update({ where: { id: ahmed.id }, data: { deletedAt: ctx.now() } });
    });
    expect(await start(sara)).toBe("forbidden unreachable");
    expect(await database().db.call.count({ where: { conversationId: conversation_id } })).toBe(0);
    expect(ctx.world.events).toEqual([]);
  });

  it("ends at once when a block is committed while it starts", async () => {
    const { ctx, ahmed, sara, conversation_id } = await callWorld(database());
    const late = overtaken(ctx, () => block(database(), sara, ahmed));
    expect(await refused(startCall.execute(late, { conversation_id, device_id: "ahmed-tab-1" }))).toBe(
      "forbidden unreachable",
    );
    expect(await database().db.liveCall.count({ where: { userId: { in: [ahmed.id, sara.id] } } })).toBe(0);
    expect(told(ctx, "incoming_call")).toEqual([]);
  });

  it("answers the same call when pressed again, or five times at once, on one device", async () => {
    const { ctx, conversation_id } = await callWorld(database());
    const press = () => startCall.execute(ctx, { conversation_id, device_id: "ahmed-tab-1" });
    const calls = await Promise.all([press(), press(), press(), press(), press()]);
    calls.push(await press());
    expect(new Set(calls.map((call) => call.id)).size).toBe(1);
    expect(told(ctx, "incoming_call")).toHaveLength(1);
    expect(await database().db.call.count({ where: { conversationId: conversation_id } })).toBe(1);
  });

  it("is refused on another device of the caller while it rings and while they talk", async () => {
    const { ctx, sara, conversation_id, ring } = await callWorld(database());
    const call = await ring();
    const second = () => refused(startCall.execute(ctx, { conversation_id, device_id: "ahmed-tab-2" }));
    expect(await second()).toBe("conflict device_not_bound");
    await pressing(ctx, sara, "sara-tab-1")(acceptCall, call.id);
    expect(await second()).toBe("conflict device_not_bound");
  });

  it("starts one call from two tabs at once", async () => {
    const { ctx, conversation_id } = await callWorld(database());
    const results = await outcomes(
      ["ahmed-tab-1", "ahmed-tab-2"].map((device_id) => startCall.execute(ctx, { conversation_id, device_id })),
    );
    expect(results.sort()).toEqual(["conflict device_not_bound", "ringing"]);
  });

  it("makes one accepted call of two people ringing each other", async () => {
    const { ctx, ahmed, sara, conversation_id } = await callWorld(database());
    const [mine, hers] = await Promise.all([
      startCall.execute(ctx, { conversation_id, device_id: "ahmed-tab-1" }),
      startCall.execute(ctx.as(sara), { conversation_id, device_id: "sara-tab-1" }),
    ]);
    expect(mine.id).toBe(hers.id);
    const row = await database().db.call.findUnique({ where: { id: mine.id } });
    if (!row) throw new Error("the call is not stored");
    const devices: Record<number, string> = { [ahmed.id]: "ahmed-tab-1", [sara.id]: "sara-tab-1" };
    expect(row).toMatchObject({
      status: "accepted",
      callerDevice: devices[row.callerId],
      calleeDevice: devices[row.calleeId],
    });
    expect(told(ctx, "call.accepted")).toEqual([[ahmed.id, sara.id]]);
    expect(await database().db.call.count({ where: { conversationId: conversation_id } })).toBe(1);
  });

  it("tells of no ring that was answered before it was told", async () => {
    const { ctx, ahmed, sara, conversation_id } = await callWorld(database());
    const slow = followed(ctx, () => startCall.execute(ctx.as(sara), { conversation_id, device_id: "sara-tab-1" }));
    const call = await startCall.execute(slow, { conversation_id, device_id: "ahmed-tab-1" });
    expect(call).toMatchObject({ status: "accepted", callee_device_id: "sara-tab-1" });
    expect(told(ctx, "incoming_call")).toEqual([]);
    expect(told(ctx, "call.accepted")).toEqual([[ahmed.id, sara.id]]);
  });

  it("accepts by calling back while it rings", async () => {
    const { ctx, sara, conversation_id, ring } = await callWorld(database());
    const call = await ring();
    const back = await startCall.execute(ctx.as(sara), { conversation_id, device_id: "sara-tab-2" });
    expect(back).toMatchObject({ id: call.id, status: "accepted", callee_device_id: "sara-tab-2" });
  });

  it("ends as busy when the callee is in a call, which the callee finds in the chat", async () => {
    const { ctx, ahmed, sara, omar, withOmar, ring } = await callWorld(database());
    const live = await ring();
    const busy = await startCall.execute(ctx.as(omar), { conversation_id: withOmar.sara, device_id: "omar-tab-1" });
    expect(busy).toMatchObject({ status: "ended", end_reason: "busy", duration_s: 0 });
    expect(told(ctx, "incoming_call")).toEqual([]);
    expect(told(ctx, "call.ended")).toEqual([[sara.id, omar.id]]);
    expect(told(ctx, "message.sent")).toEqual([[sara.id, omar.id]]);
    expect(await remains(database(), busy.id)).toEqual({ live: 0, messages: 1, status: "ended", endReason: "busy" });
    expect(await unread(database(), withOmar.sara, sara)).toBe(1);
    expect(await unread(database(), withOmar.sara, omar)).toBe(0);
    const kept = await database().db.liveCall.findMany({ where: { userId: { in: [ahmed.id, sara.id] } } });
    expect(kept.map((row) => row.callId)).toEqual([live.id, live.id]);
  });

  it("ends as busy also when the callee has been ringing for longer than the grace", async () => {
    const { ctx, ahmed, omar, withOmar, ring } = await callWorld(database());
    await ring();
    ctx.world.clock.advance(20_000);
    await renewLeases(database(), ctx.now(), [{ userId: ahmed.id, deviceId: "ahmed-tab-1" }]);
    const call = await startCall.execute(ctx.as(omar), { conversation_id: withOmar.sara, device_id: "omar-tab-1" });
    expect(sayCall(call)).toBe("ended busy");
  });

  it("is refused to one who is in a call with somebody else", async () => {
    const { ctx, ahmed, withOmar, ring } = await callWorld(database());
    await ring();
    const other = startCall.execute(ctx.as(ahmed), { conversation_id: withOmar.ahmed, device_id: "ahmed-tab-1" });
    expect(await refused(other)).toBe("conflict in_call");
    expect(await database().db.message.count({ where: { conversationId: withOmar.ahmed } })).toBe(0);
  });

  it("rings when what was in the way is over but not yet swept", async () => {
    const { ctx, sara, omar, withOmar, ring } = await callWorld(database());
    const old = await ring();
    ctx.world.clock.advance(45_000);
    const call = await startCall.execute(ctx.as(omar), { conversation_id: withOmar.sara, device_id: "omar-tab-1" });
    expect(call).toMatchObject({ status: "ringing", callee: { id: sara.id } });
    expect(await remains(database(), old.id)).toEqual({ live: 0, messages: 1, status: "ended", endReason: "missed" });
  });

  it("rings when an ended call still holds the two", async () => {
    const { ctx, ahmed, conversation_id, ring } = await callWorld(database());
    const old = await ring();
    await pressing(ctx, ahmed, "ahmed-tab-1")(hangupCall, old.id);
    await database().transaction((tx) =>
      tx.liveCall.create({
        data: { userId: ahmed.id, callId: old.id, deviceId: "ahmed-tab-1", deviceSeenAt: ctx.now() },
      }),
    );
    const call = await startCall.execute(ctx, { conversation_id, device_id: "ahmed-tab-1" });
    expect(call.status).toBe("ringing");
    expect(call.id).not.toBe(old.id);
  });

  it("rings when the other call ends between the clash and the look at it", async () => {
    const { ctx, sara, omar, withOmar, ring } = await callWorld(database());
    const old = await ring();
    const racing = followed(ctx.as(omar), () => pressing(ctx, sara, "sara-tab-1")(hangupCall, old.id));
    const call = await startCall.execute(racing, { conversation_id: withOmar.sara, device_id: "omar-tab-1" });
    expect(call.status).toBe("ringing");
  });
});
