import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { MAX_MESSAGE_LENGTH } from "@/lib/contracts/chat";
import { block } from "@/lib/domain/testing/people";
import { getConversation, sendMessage, startConversation } from "./index";
import { onEachDatabase } from "./testing/databases";
import { newPerson, saying, world } from "./testing/world";

onEachDatabase("sending", (database) => {
  it("stores what was said as it was said, at the server's time, and tells both people once", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    const client_id = randomUUID();
    const text = "  مرحبًا 👋🏽\n\u2067mixed\u2069 'quoted' \"; DROP TABLE messages; -- ";
    const sent = await sendMessage.execute(ctx.as(ahmed), { conversation_id, message: text, client_id, at: "1999" });
    expect(sent).toMatchObject({ conversation_id, seq: 1, rev: 1, client_id, message: text, type: "text" });
    expect(sent).toMatchObject({ is_read: false, attachment: null, call: null, sender_id: ahmed.id });
    expect(sent.created_at).toBe(ctx.now().toISOString());
    expect(ctx.world.events).toEqual([
      { name: "message.sent", data: sent, to: expect.arrayContaining([ahmed.id, sara.id]), conversation_id },
    ]);
  });

  it("answers what is kept: half a surrogate pair is no character", async () => {
    const { ctx, ahmed, conversation_id } = await world(database());
    const sent = await saying(ctx.as(ahmed), conversation_id)("a\ud800b 👋");
    expect(sent.message).toBe("a\ufffdb 👋");
    const row = await database().db.message.findUnique({ where: { id: sent.id } });
    expect(row?.body).toBe(sent.message);
  });

  it("stores a client_id once however often it comes at once, and tells once", async () => {
    const { ctx, ahmed, conversation_id } = await world(database());
    const draft = { conversation_id, message: "once", client_id: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 100 }, () => sendMessage.execute(ctx.as(ahmed), draft)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await database().db.message.count({ where: { conversationId: conversation_id } })).toBe(1);
    expect(ctx.world.events).toHaveLength(1);
    const next = await saying(ctx.as(ahmed), conversation_id)("next");
    expect(next).toMatchObject({ seq: 2, rev: 2 });
  }, 60_000);

  it("answers the first message for its client_id for ever, whatever the retry says and whoever blocked since", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    const client_id = randomUUID();
    const first = await sendMessage.execute(ctx.as(ahmed), { conversation_id, message: "first", client_id });
    await block(database(), sara, ahmed);
    ctx.world.clock.advance(86_400_000);
    const again = await sendMessage.execute(ctx.as(ahmed), { conversation_id, message: "changed", client_id });
    expect(again).toEqual(first);
    expect(ctx.world.events).toHaveLength(1);
  });

  it("keeps client_ids of two people apart, and refuses one in another conversation", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    const client_id = randomUUID();
    const mine = await sendMessage.execute(ctx.as(ahmed), { conversation_id, message: "mine", client_id });
    const hers = await sendMessage.execute(ctx.as(sara), { conversation_id, message: "hers", client_id });
    expect(hers.id).not.toBe(mine.id);
    const omar = await newPerson(database());
    const elsewhere = await startConversation.execute(ctx.as(ahmed), { user_id: omar.id });
    const wrong = sendMessage.execute(ctx.as(ahmed), { ...elsewhere, message: "mine", client_id });
    await expect(wrong).rejects.toMatchObject({ code: "conflict" });
    expect(await getConversation.execute(ctx.as(ahmed), elsewhere)).toMatchObject({ last_seq: 0, rev: 0 });
  });

  it("numbers 200 messages sent at once by both people without a hole, and tells each in its place", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    const sent = await Promise.all(
      Array.from({ length: 200 }, (_, i) => saying(ctx.as(i % 2 ? ahmed : sara), conversation_id)(`m${i}`)),
    );
    const numbers = Array.from({ length: 200 }, (_, i) => i + 1);
    expect(sent.map((message) => message.seq).sort((a, b) => a - b)).toEqual(numbers);
    const rows = await database().db.message.findMany({
      where: { conversationId: conversation_id },
      orderBy: { seq: "asc" },
    });
    expect(rows.map((row) => row.seq)).toEqual(numbers);
    expect(rows.map((row) => row.rev)).toEqual(numbers);
    const told = ctx.world.events.filter((event) => event.name === "message.sent");
    expect(new Set(told.map((event) => event.data.seq)).size).toBe(200);
    const last = sent.find((message) => message.seq === 200);
    const other = last?.sender_id === ahmed.id ? sara : ahmed;
    const sender = last?.sender_id === ahmed.id ? ahmed : sara;
    expect(await getConversation.execute(ctx.as(sender), { conversation_id })).toMatchObject({ unread_count: 0 });
    const hers = sent.filter((message) => message.sender_id === other.id).map((message) => message.seq);
    expect(await getConversation.execute(ctx.as(other), { conversation_id })).toMatchObject({
      last_seq: 200,
      rev: 200,
      read_seq: Math.max(...hers),
      unread_count: 200 - Math.max(...hers),
    });
  }, 60_000);

  it("counts an answer as having read, and tells both people so", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    await saying(ctx.as(ahmed), conversation_id)("read me");
    ctx.world.events.length = 0;
    await saying(ctx.as(sara), conversation_id)("read");
    expect(ctx.world.events.map((event) => event.name)).toEqual(["message.sent", "conversation.read"]);
    expect(ctx.world.events[1]).toMatchObject({
      data: { conversation_id, user_id: sara.id, seq: 2, read_at: ctx.now().toISOString() },
      to: expect.arrayContaining([ahmed.id, sara.id]),
    });
  });

  it("refuses by blocks in both directions without telling the blocked, and leaves no hole", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    await block(database(), ahmed, sara);
    const fromBlocker = saying(ctx.as(ahmed), conversation_id)("x");
    await expect(fromBlocker).rejects.toMatchObject({ code: "forbidden", reason: { reason: "blocked_by_me" } });
    const fromBlocked = saying(ctx.as(sara), conversation_id)("x");
    await expect(fromBlocked).rejects.toMatchObject({ code: "forbidden", reason: { reason: "unreachable" } });
    expect(ctx.world.events).toEqual([]);
    expect(await getConversation.execute(ctx.as(sara), { conversation_id })).toMatchObject({ last_seq: 0, rev: 0 });
  });

  it("refuses to write to a deleted account in the same words", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    await database().transaction((tx) => tx.user.update({ where: { id: sara.id }, data: { deletedAt: new Date() } }));
    const sent = saying(ctx.as(ahmed), conversation_id)("x");
    await expect(sent).rejects.toMatchObject({ code: "forbidden", reason: { reason: "unreachable" } });
  });

  it("refuses what is empty, too long or of the wrong type, and stores nothing", async () => {
    const { ctx, ahmed, conversation_id } = await world(database());
    const send = (input: object) => sendMessage.execute(ctx.as(ahmed), { conversation_id, message: "x", ...input });
    const empty = ["", " ", "\n\t ", "\u00a0\u2003", "\u200b\u200f", "\u0000", "a\u0000b"];
    const wrong = [null, undefined, 5, true, {}, ["x"], "x".repeat(MAX_MESSAGE_LENGTH + 1)];
    for (const message of [...empty, ...wrong]) {
      await expect(send({ message })).rejects.toMatchObject({
        code: "validation_failed",
        fields: { message: expect.arrayContaining([expect.objectContaining({ reason: expect.any(String) })]) },
      });
    }
    for (const type of ["call", "image", "video", 1]) {
      await expect(send({ type })).rejects.toMatchObject({ code: "validation_failed" });
    }
    for (const client_id of ["", "call:1", "not-a-uuid", 7, {}]) {
      await expect(send({ client_id })).rejects.toMatchObject({ code: "validation_failed" });
    }
    expect(await database().db.message.count({ where: { conversationId: conversation_id } })).toBe(0);
    await expect(send({ message: "x".repeat(MAX_MESSAGE_LENGTH) })).resolves.toMatchObject({ seq: 1 });
  });
});
