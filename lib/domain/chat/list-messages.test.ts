import { expect, it } from "vitest";
import { listMessages, startConversation } from "./index";
import { onEachDatabase } from "./testing/databases";
import { newPerson, saying, world } from "./testing/world";

/** Ten messages, by turns: sara says the odd ones. */
async function conversed(database: Parameters<typeof world>[0]) {
  const it = await world(database);
  for (let i = 1; i <= 10; i++) {
    it.ctx.world.clock.advance(1000);
    await saying(it.ctx.as(i % 2 ? it.sara : it.ahmed), it.conversation_id)(`m${i}`);
  }
  it.ctx.world.events.length = 0;
  const list = (input: object = {}) =>
    listMessages.execute(it.ctx.as(it.sara), { conversation_id: it.conversation_id, ...input });
  return { ...it, list };
}
const seqs = (page: { items: { seq: number }[] }) => page.items.map((message) => message.seq);

onEachDatabase("reading messages", (database) => {
  it("answers the newest page ascending and marks what it shows read, telling both", async () => {
    const { ctx, list, ahmed, sara, conversation_id } = await conversed(database());
    const page = await list({ limit: 3 });
    expect(seqs(page)).toEqual([8, 9, 10]);
    const read = { conversation_id, user_id: sara.id, seq: 10, read_at: ctx.now().toISOString() };
    const to = expect.arrayContaining([ahmed.id, sara.id]);
    expect(ctx.world.events).toEqual([{ name: "conversation.read", data: read, to, conversation_id }]);
    expect(page.items.map((message) => message.is_read)).toEqual([true, true, true]);
    await list({ limit: 3 });
    expect(ctx.world.events).toHaveLength(1);
  });

  it("says of each message whether its recipient has read it", async () => {
    const { list } = await conversed(database());
    const page = await list({ peek: true });
    // Sara's last word was 9, so she has not read 10; ahmed has answered everything.
    expect(page.items.filter((message) => !message.is_read).map((message) => message.seq)).toEqual([10]);
  });

  it("marks nothing read when peeking, paging or catching up", async () => {
    const { ctx, list } = await conversed(database());
    const newest = await list({ peek: true, limit: 4 });
    const first = newest.items[0];
    await list({ before: first?.id });
    await list({ after: first?.id });
    await list({ since_rev: 0 });
    await list({ cursor: newest.next_cursor ?? "" });
    expect(ctx.world.events).toEqual([]);
  });

  it("goes back by cursor or by message to the beginning, each message once", async () => {
    const { list } = await conversed(database());
    const newest = await list({ limit: 4, peek: true });
    const middle = await list({ limit: 4, cursor: newest.next_cursor ?? "" });
    const oldest = await list({ limit: 4, cursor: middle.next_cursor ?? "" });
    expect([seqs(oldest), seqs(middle), seqs(newest)]).toEqual([
      [1, 2],
      [3, 4, 5, 6],
      [7, 8, 9, 10],
    ]);
    expect(oldest.next_cursor).toBeNull();
    expect(await list({ limit: 4, before: newest.items[0]?.id })).toEqual(middle);
    expect(seqs(await list({ before: oldest.items[0]?.id }))).toEqual([]);
  });

  it("goes forward after a message, by cursor to the newest", async () => {
    const { list } = await conversed(database());
    const all = await list({ peek: true });
    const next = await list({ limit: 4, after: all.items[1]?.id });
    expect(seqs(next)).toEqual([3, 4, 5, 6]);
    const last = await list({ limit: 4, cursor: next.next_cursor ?? "" });
    expect(seqs(last)).toEqual([7, 8, 9, 10]);
    expect(last.next_cursor).toBeNull();
    expect(await list({ after: all.items[9]?.id })).toEqual({ items: [], next_cursor: null });
  });

  it("shows the neighbours of a message by its seq, and goes on before them", async () => {
    const { ctx, list } = await conversed(database());
    const around = await list({ around: 6, limit: 4 });
    expect(seqs(around)).toEqual([4, 5, 6, 7]);
    expect(seqs(await list({ cursor: around.next_cursor ?? "", limit: 4 }))).toEqual([1, 2, 3]);
    expect(seqs(await list({ around: 10, limit: 4 }))).toEqual([8, 9, 10]);
    const first = await list({ around: 1, limit: 4 });
    expect([seqs(first), first.next_cursor]).toEqual([[1, 2, 3, 4], null]);
    expect(await list({ around: 1000 })).toEqual({ items: [], next_cursor: null });
    expect(ctx.world.events).toEqual([]);
  });

  it("answers every message changed since a rev, in the order of change", async () => {
    const { list, conversation_id } = await conversed(database());
    expect(seqs(await list({ since_rev: 7 }))).toEqual([8, 9, 10]);
    expect(await list({ since_rev: 10 })).toEqual({ items: [], next_cursor: null });
    // As an edit will: the third message, touched last.
    await database().transaction(async (tx) => {
      const where = { conversationId_seq: { conversationId: conversation_id, seq: 3 } };
      await tx.conversation.update({ where: { id: conversation_id }, data: { rev: 11 } });
      await tx.message.update({ where, data: { rev: 11 } });
    });
    const first = await list({ since_rev: 8, limit: 2 });
    expect(seqs(first)).toEqual([9, 10]);
    const rest = await list({ cursor: first.next_cursor ?? "", limit: 2 });
    expect([seqs(rest), rest.next_cursor]).toEqual([[3], null]);
  });

  it("refuses a message of another conversation, two windows at once, and wild cursors", async () => {
    const { ctx, list, sara } = await conversed(database());
    const omar = await newPerson(database());
    const elsewhere = await startConversation.execute(ctx.as(sara), { user_id: omar.id });
    const foreign = await saying(ctx.as(omar), elsewhere.conversation_id)("hi");
    await expect(list({ before: foreign.id })).rejects.toMatchObject({ code: "not_found" });
    await expect(list({ after: foreign.id })).rejects.toMatchObject({ code: "not_found" });
    const encoded = (text: string) => Buffer.from(text).toString("base64url");
    await expect(list({ cursor: encoded(`before.${foreign.id}`) })).rejects.toMatchObject({ code: "not_found" });
    const wild = [
      { before: 1, after: 1 },
      { before: 1, around: 1 },
      { around: -1 },
      { around: 1.5 },
      { since_rev: 0, after: 1 },
      { cursor: "x", since_rev: 1 },
      { cursor: "" },
      { cursor: "%%%" },
      { cursor: encoded("before.9999999999") },
      { cursor: encoded("newest.1") },
      { since_rev: -1 },
      { before: "1" },
      { before: 0 },
      { limit: 101 },
      { peek: "yes" },
    ];
    for (const input of wild) await expect(list(input)).rejects.toMatchObject({ code: "validation_failed" });
  });
});
