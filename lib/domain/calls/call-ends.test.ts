import { expect, it } from "vitest";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { saying } from "@/lib/domain/chat/testing/world";
import { overtaken } from "@/lib/domain/testing/overtaken";
import { acceptCall, cancelCall, declineCall, endCallsBetween, endCallsOf, hangupCall } from "./index";
import { remains, ringingWorld, sayCall, told, unread } from "./testing/call-world";

onEachDatabase("what the end of a call leaves", (database) => {
  const ringing = () => ringingWorld(database());

  it("leaves unread only what is news, and hides nothing that was unread before", async () => {
    const one = await ringing();
    await one.tab("ahmed")(cancelCall, one.call.id);
    expect(await unread(database(), one.conversation_id, one.sara)).toBe(1);
    expect(await unread(database(), one.conversation_id, one.ahmed)).toBe(0);
    const two = await ringing();
    await two.tab("sara")(declineCall, two.call.id);
    expect(await unread(database(), two.conversation_id, two.sara)).toBe(0);
    expect(told(two.ctx, "conversation.read")).toEqual([two.both]);
    const three = await ringing();
    await saying(three.ctx.as(three.sara), three.conversation_id)("I cannot talk now");
    await three.tab("sara")(declineCall, three.call.id);
    expect(await unread(database(), three.conversation_id, three.ahmed)).toBe(2);
    const four = await ringing();
    await four.tab("sara")(acceptCall, four.call.id);
    await four.tab("ahmed")(hangupCall, four.call.id);
    expect(await unread(database(), four.conversation_id, four.sara)).toBe(0);
  });

  it("ends with the person who blocks or leaves, and touches no other call", async () => {
    const one = await ringing();
    await endCallsBetween(one.ctx, one.sara.id, one.omar.id);
    expect(sayCall(await one.truth("sara"))).toBe("ringing");
    await endCallsBetween(one.ctx, one.sara.id, one.ahmed.id);
    expect(sayCall(await one.truth("ahmed"))).toBe("ended declined");
    await endCallsBetween(one.ctx, one.sara.id, one.ahmed.id);
    expect(told(one.ctx, "call.ended")).toEqual([one.both]);
    const two = await ringing();
    await two.tab("sara")(acceptCall, two.call.id);
    await endCallsOf(two.ctx, two.ahmed.id);
    expect(sayCall(await two.truth("sara"))).toBe("ended completed");
    expect(await remains(database(), two.call.id)).toMatchObject({ live: 0, messages: 1 });
  });

  it("lets a block overtaken by a hang-up pass", async () => {
    const { ctx, sara, ahmed, call, tab, truth } = await ringing();
    const slow = overtaken(ctx, () => tab("ahmed")(hangupCall, call.id));
    await endCallsBetween(slow, sara.id, ahmed.id);
    expect(sayCall(await truth("sara"))).toBe("ended cancelled");
  });
});
