import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { block, createPerson } from "@/lib/domain/testing/people";
import { getConversation, listConversations, startConversation } from "./index";
import { onEachDatabase } from "./testing/databases";
import { newPerson, saying, world } from "./testing/world";

onEachDatabase("conversations", (database) => {
  it("starts one conversation for a pair, whoever asks and however often at once", async () => {
    const { ctx, ahmed, sara } = await world(database(), { start: false });
    const asked = Array.from({ length: 20 }, (_, i) =>
      i % 2
        ? startConversation.execute(ctx.as(ahmed), { user_id: sara.id })
        : startConversation.execute(ctx.as(sara), { user_id: ahmed.id }),
    );
    const ids = new Set((await Promise.all(asked)).map((answer) => answer.conversation_id));
    expect(ids.size).toBe(1);
    expect(await database().db.conversation.count({ where: { OR: [{ lowId: ahmed.id }, { highId: ahmed.id }] } })).toBe(
      1,
    );
    expect(await database().db.participant.count({ where: { conversationId: [...ids][0] } })).toBe(2);
    expect(ctx.world.events).toEqual([]);
  });

  it("refuses oneself, the unknown, the deleted, and those who have blocked the caller as if unknown", async () => {
    const { ctx, ahmed, sara } = await world(database(), { start: false });
    const start = (user_id: unknown) => startConversation.execute(ctx.as(ahmed), { user_id });
    const gone = await createPerson(database(), `g${randomUUID().slice(0, 8)}`, { deletedAt: new Date() });
    await expect(start(ahmed.id)).rejects.toMatchObject({
      code: "validation_failed",
      fields: { user_id: [{ reason: "request_self" }] },
    });
    await expect(start(2_000_000_000)).rejects.toMatchObject({ code: "not_found", reason: undefined });
    await expect(start(gone.id)).rejects.toMatchObject({ code: "not_found", reason: undefined });
    await block(database(), sara, ahmed);
    await expect(start(sara.id)).rejects.toMatchObject({ code: "not_found", reason: undefined });
    for (const bad of [0, -1, 1.5, "5", null, undefined, {}, [], 2 ** 31, Number.NaN]) {
      await expect(start(bad)).rejects.toMatchObject({ code: "validation_failed" });
    }
  });

  it("hides a conversation from the list until its first message, and shows it by its id to both", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    for (const one of [ahmed, sara]) {
      expect((await listConversations.execute(ctx.as(one), {})).items).toEqual([]);
      const empty = await getConversation.execute(ctx.as(one), { conversation_id });
      expect(empty).toMatchObject({ latest_message: null, unread_count: 0, last_seq: 0 });
    }
    await saying(ctx.as(ahmed), conversation_id)("hello");
    for (const one of [ahmed, sara]) {
      expect((await listConversations.execute(ctx.as(one), {})).items.map((c) => c.id)).toEqual([conversation_id]);
    }
  });

  it("says unread, receipts and latest message from each one's side", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    ctx.world.online.add(sara.id);
    await saying(ctx.as(ahmed), conversation_id)("one");
    ctx.world.clock.advance(60_000);
    await saying(ctx.as(ahmed), conversation_id)("two");
    const forSara = await getConversation.execute(ctx.as(sara), { conversation_id });
    expect(forSara).toMatchObject({
      other_user: { id: ahmed.id },
      unread_count: 2,
      last_seq: 2,
      rev: 2,
      read_seq: 0,
      delivered_seq: 0,
      other_read_seq: 2,
      latest_message: { seq: 2, message: "two", sender_id: ahmed.id, type: "text", call: null },
    });
    expect(forSara.updated_at).toBe(ctx.now().toISOString());
    const forAhmed = await getConversation.execute(ctx.as(ahmed), { conversation_id });
    expect(forAhmed).toMatchObject({ other_user: { id: sara.id }, unread_count: 0, read_seq: 2, other_read_seq: 0 });
  });

  it("pages newest first, and neither repeats nor misses one when another moves to the top meanwhile", async () => {
    const { ctx, ahmed } = await world(database(), { start: false });
    const ids: number[] = [];
    for (let i = 0; i < 5; i++) {
      const other = await newPerson(database());
      const { conversation_id } = await startConversation.execute(ctx.as(ahmed), { user_id: other.id });
      // Two share a moment: the id decides.
      if (i !== 3) ctx.world.clock.advance(1000);
      await saying(ctx.as(other), conversation_id)(`from ${i}`);
      ids.unshift(conversation_id);
    }
    const page = (cursor?: string) => listConversations.execute(ctx.as(ahmed), { limit: 2, cursor });
    const first = await page();
    expect(first.items.map((c) => c.id)).toEqual(ids.slice(0, 2));
    ctx.world.clock.advance(1000);
    await saying(ctx.as(ahmed), ids[4] ?? 0)("to the top");
    const second = await page(first.next_cursor ?? "");
    expect(second.items.map((c) => c.id)).toEqual(ids.slice(2, 4));
    expect(second.next_cursor).toBeNull();
  });

  it("asks the database as often for many conversations as for one", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    await saying(ctx.as(sara), conversation_id)("one");
    let asked = 0;
    const counting = <T extends object>(target: T): T =>
      new Proxy(target, {
        get(from, key) {
          const value: unknown = Reflect.get(from, key);
          if (typeof value === "function") asked += 1;
          return typeof value === "object" && value !== null ? counting(value) : value;
        },
      });
    const list = async () => {
      asked = 0;
      const hot = { ...ctx.hot, read: counting(ctx.hot.read) };
      const { items } = await listConversations.execute({ ...ctx.as(ahmed), db: counting(ctx.db), hot }, {});
      return { found: items.length, asked };
    };
    const one = await list();
    expect(one.found).toBe(1);
    expect(one.asked).toBeGreaterThan(0);
    for (let i = 0; i < 8; i++) {
      const other = await newPerson(database());
      const started = await startConversation.execute(ctx.as(ahmed), { user_id: other.id });
      await saying(ctx.as(other), started.conversation_id)("more");
    }
    expect(await list()).toEqual({ found: 9, asked: one.asked });
  });

  it("refuses a cursor that it did not give, and limits out of range", async () => {
    const { ctx, ahmed } = await world(database());
    const list = (input: unknown) => listConversations.execute(ctx.as(ahmed), input);
    const wild = ["", "x", "%%%", Buffer.from("1.9999999999").toString("base64url"), "a".repeat(201), 7, null];
    for (const cursor of wild) await expect(list({ cursor })).rejects.toMatchObject({ code: "validation_failed" });
    for (const limit of [0, 101, -1, 1.5, "ten"]) {
      await expect(list({ limit })).rejects.toMatchObject({ code: "validation_failed" });
    }
  });
});
