import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { EndReason } from "@/lib/contracts/calls";
import type { Actor, Database } from "@/lib/domain/context";
import { isUniqueViolation } from "@/lib/domain/errors";
import {
  announceMessage,
  getConversation,
  listConversations,
  listMessages,
  postCallMessage,
  sendMessage,
} from "./index";
import { onEachDatabase } from "./testing/databases";
import { saying, world } from "./testing/world";

function endedCall(
  database: Database,
  conversationId: number,
  caller: Actor,
  callee: Actor,
  endReason: EndReason,
  acceptedAt: Date | null = null,
) {
  const at = new Date("2026-01-25T09:59:00.000Z");
  return database.transaction((tx) =>
    tx.call.create({
      data: {
        id: randomUUID(),
        conversationId,
        callerId: caller.id,
        calleeId: callee.id,
        status: "ended",
        endReason,
        acceptedAt,
        callerDevice: "device-of-the-caller",
        createdAt: at,
        ringExpiresAt: at,
        endedAt: at,
      },
    }),
  );
}

onEachDatabase("the line that a call leaves", (database) => {
  it.each(EndReason.options)("stands in the chat with its call: %s", async (reason) => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    await saying(ctx.as(ahmed), conversation_id)("I will ring you");
    const call = await endedCall(database(), conversation_id, ahmed, sara, reason);
    const posted = await database().transaction((tx) => postCallMessage(tx, call, ctx));
    expect(posted).toMatchObject({ seq: 2, rev: 2, type: "call", body: "", readers: [] });
    const page = await listMessages.execute(ctx.as(ahmed), { conversation_id, peek: true });
    const line = { type: "call", message: "", sender_id: ahmed.id, is_read: false, call: { id: call.id } };
    expect(page.items[1]).toMatchObject({ ...line, call: { id: call.id, end_reason: reason, status: "ended" } });
    const list = await listConversations.execute(ctx.as(sara), {});
    expect(list.items[0]).toMatchObject({
      unread_count: 2,
      latest_message: { type: "call", call: { id: call.id, caller: { id: ahmed.id } } },
    });
    expect(await getConversation.execute(ctx.as(ahmed), { conversation_id })).toMatchObject({ unread_count: 0 });
  });

  it("is news to a callee who did not hear it, and to nobody who spoke or rejected", async () => {
    const heard = new Date("2026-01-25T09:59:10.000Z");
    const cases = [
      ["missed", null, 1],
      ["busy", null, 1],
      ["cancelled", null, 1],
      ["declined", null, 0],
      ["completed", heard, 0],
      ["failed", heard, 0],
    ] as const;
    for (const [reason, acceptedAt, unread_count] of cases) {
      const { ctx, ahmed, sara, conversation_id } = await world(database());
      const call = await endedCall(database(), conversation_id, ahmed, sara, reason, acceptedAt);
      announceMessage(ctx, await database().transaction((tx) => postCallMessage(tx, call, ctx)));
      const to = expect.arrayContaining([ahmed.id, sara.id]);
      const sent = { name: "message.sent", to, conversation_id, data: { seq: 1, is_read: unread_count === 0 } };
      const read = { name: "conversation.read", to, conversation_id, data: { user_id: sara.id, seq: 1 } };
      expect(ctx.world.events).toMatchObject(unread_count === 0 ? [sent, read] : [sent]);
      const forSara = await getConversation.execute(ctx.as(sara), { conversation_id });
      expect([reason, forSara.unread_count]).toEqual([reason, unread_count]);
      expect(await getConversation.execute(ctx.as(ahmed), { conversation_id })).toMatchObject({ unread_count: 0 });
    }
  });

  it("reads nothing on behalf of a caller who has not looked", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    await saying(ctx.as(sara), conversation_id)("do not ring me");
    ctx.world.events.length = 0;
    const call = await endedCall(database(), conversation_id, ahmed, sara, "missed");
    announceMessage(ctx, await database().transaction((tx) => postCallMessage(tx, call, ctx)));
    expect(ctx.world.events.map((event) => event.name)).toEqual(["message.sent"]);
    const page = await listMessages.execute(ctx.as(sara), { conversation_id, peek: true });
    expect(page.items[0]).toMatchObject({ sender_id: sara.id, is_read: false });
    expect(await getConversation.execute(ctx.as(ahmed), { conversation_id })).toMatchObject({ read_seq: 0 });
  });

  it("is written once a call, also when a text has tried to take its place, and leaves no hole", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    const call = await endedCall(database(), conversation_id, ahmed, sara, "missed");
    await sendMessage.execute(ctx.as(ahmed), { conversation_id, message: "mine first", client_id: call.id });
    const post = () => database().transaction((tx) => postCallMessage(tx, call, ctx));
    expect(await post()).toMatchObject({ seq: 2 });
    await expect(post()).rejects.toSatisfy(isUniqueViolation);
    expect(await saying(ctx.as(sara), conversation_id)("next")).toMatchObject({ seq: 3, rev: 3 });
  });
});
