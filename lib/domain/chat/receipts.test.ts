import { expect, it } from "vitest";
import { block } from "@/lib/domain/testing/people";
import { getConversation, listMessages, markDelivered, markRead, sendMessage, setTyping } from "./index";
import { onEachDatabase } from "./testing/databases";
import { newPerson, saying, world } from "./testing/world";

async function fiveFromAhmed(database: Parameters<typeof world>[0]) {
  const it = await world(database);
  for (let i = 1; i <= 5; i++) await saying(it.ctx.as(it.ahmed), it.conversation_id)(`m${i}`);
  it.ctx.world.events.length = 0;
  const { conversation_id } = it;
  return {
    ...it,
    read: (seq?: number) => markRead.execute(it.ctx.as(it.sara), { conversation_id, seq }),
    delivered: (seq?: number) => markDelivered.execute(it.ctx.as(it.sara), { conversation_id, seq }),
    forAhmed: () => getConversation.execute(it.ctx.as(it.ahmed), { conversation_id }),
    forSara: () => getConversation.execute(it.ctx.as(it.sara), { conversation_id }),
  };
}

onEachDatabase("receipts", (database) => {
  it("moves the read position forward only, keeps its time, and is silent when nothing moves", async () => {
    const { ctx, ahmed, sara, conversation_id, read, forAhmed, forSara } = await fiveFromAhmed(database());
    const first = await read(3);
    expect(first).toEqual({ conversation_id, user_id: sara.id, seq: 3, read_at: ctx.now().toISOString() });
    const to = expect.arrayContaining([ahmed.id, sara.id]);
    expect(ctx.world.events).toEqual([{ name: "conversation.read", data: first, to, conversation_id }]);
    ctx.world.clock.advance(60_000);
    expect(await read(2)).toEqual(first);
    expect(await read(3)).toEqual(first);
    expect(ctx.world.events).toHaveLength(1);
    expect(await forSara()).toMatchObject({ unread_count: 2, read_seq: 3 });
    // What was read has arrived.
    expect(await forAhmed()).toMatchObject({ other_read_seq: 3, other_delivered_seq: 3 });
  });

  it("reads to the newest without a position, and never beyond it", async () => {
    const { read, forSara } = await fiveFromAhmed(database());
    expect(await read(2_000_000_000)).toMatchObject({ seq: 5 });
    expect(await read()).toMatchObject({ seq: 5 });
    expect(await forSara()).toMatchObject({ unread_count: 0, read_seq: 5 });
  });

  it("ends at the furthest position when many come at once, each told at most once", async () => {
    const { ctx, read, forSara } = await fiveFromAhmed(database());
    await Promise.all([5, 1, 4, 2, 3, 5, 5, 1].map((seq) => read(seq)));
    expect(await forSara()).toMatchObject({ read_seq: 5, unread_count: 0 });
    const told = ctx.world.events.map((event) => ("seq" in event.data ? event.data.seq : 0));
    expect(told).toContain(5);
    expect(new Set(told).size).toBe(told.length);
  });

  it("moves delivery forward only, apart from reading", async () => {
    const { ctx, ahmed, sara, conversation_id, delivered, forAhmed, read } = await fiveFromAhmed(database());
    const first = await delivered();
    expect(first).toEqual({ conversation_id, user_id: sara.id, seq: 5 });
    const to = expect.arrayContaining([ahmed.id, sara.id]);
    expect(ctx.world.events).toEqual([{ name: "conversation.delivered", data: first, to, conversation_id }]);
    expect(await delivered(2)).toEqual(first);
    await read(1);
    expect(await forAhmed()).toMatchObject({ other_read_seq: 1, other_delivered_seq: 5 });
    expect(ctx.world.events.map((event) => event.name)).toEqual(["conversation.delivered", "conversation.read"]);
  });

  it("tells typing to the other only, and to nobody where one may not write", async () => {
    const { ctx, ahmed, sara, conversation_id } = await fiveFromAhmed(database());
    const type = (typing?: boolean) => setTyping.execute(ctx.as(ahmed), { conversation_id, typing });
    await type();
    await type(false);
    const event = { name: "typing", to: [sara.id], conversation_id };
    const data = { conversation_id, user_id: ahmed.id };
    expect(ctx.world.events).toEqual([
      { ...event, data: { ...data, typing: true } },
      { ...event, data: { ...data, typing: false } },
    ]);
    await block(database(), sara, ahmed);
    expect(await type()).toEqual({});
    expect(await setTyping.execute(ctx.as(sara), { conversation_id })).toEqual({});
    expect(ctx.world.events).toHaveLength(2);
  });

  it("does not exist for strangers, asks the unknown to sign in, and moves nothing for either", async () => {
    const { ctx, conversation_id, forAhmed } = await fiveFromAhmed(database());
    const stranger = ctx.as(await newPerson(database()));
    const operations = [getConversation, sendMessage, listMessages, markRead, markDelivered, setTyping];
    const last = await database().db.message.findFirst({ where: { conversationId: conversation_id, seq: 5 } });
    const inputs = [{ message: "let me in" }, { before: last?.id }, { peek: true }, { since_rev: 0 }];
    for (const operation of operations) {
      for (const more of inputs) {
        const input = { message: "let me in", ...more, conversation_id };
        await expect(operation.execute(stranger, input)).rejects.toMatchObject({ code: "not_found" });
        await expect(operation.execute(ctx.asStranger(), input)).rejects.toMatchObject({ code: "unauthenticated" });
        const unknown = { ...input, conversation_id: 2_000_000_000 };
        await expect(operation.execute(stranger, unknown)).rejects.toMatchObject({ code: "not_found" });
      }
      for (const wrong of ["1", null, undefined, {}, 0, 2 ** 31]) {
        const bad = operation.execute(stranger, { message: "x", conversation_id: wrong });
        await expect(bad).rejects.toMatchObject({ code: "validation_failed" });
      }
    }
    expect(await forAhmed()).toMatchObject({ last_seq: 5, other_read_seq: 0 });
    expect(ctx.world.events).toEqual([]);
  });
});
