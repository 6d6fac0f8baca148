import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { block } from "@/lib/domain/testing/people";
import { refused } from "@/lib/domain/testing/refused";
import { deleteMessage, editMessage, forwardMessage, getConversation, sendMessage, startConversation } from "./index";
import { onEachDatabase } from "./testing/databases";
import { newPerson, saying, world } from "./testing/world";

onEachDatabase("replying and forwarding", (database) => {
  /** Ahmed and Sara speak, and Ahmed has a conversation with Omar too. */
  async function three() {
    const w = await world(database());
    const omar = await newPerson(database(), "عمر");
    const { conversation_id: elsewhere } = await startConversation.execute(w.ctx.as(w.ahmed), { user_id: omar.id });
    const said = await saying(w.ctx.as(w.sara), w.conversation_id)("متى نلتقي؟");
    w.ctx.world.events.length = 0;
    const ahmed = w.ctx.as(w.ahmed);
    const reply = (reply_to_id: unknown, more: object = {}) =>
      sendMessage.execute(ahmed, { conversation_id: w.conversation_id, message: "غدًا", reply_to_id, ...more });
    const forward = (input: object, ctx = ahmed) => forwardMessage.execute(ctx, { message_id: said.id, ...input });
    return { ...w, omar, elsewhere, said, reply, forward, asAhmed: ahmed, asSara: w.ctx.as(w.sara) };
  }

  it("answers a message and shows what it answers as it stands", async () => {
    const w = await three();
    const answer = await w.reply(w.said.id);
    const quote = { id: w.said.id, seq: 1, sender_id: w.sara.id, type: "text", message: "متى نلتقي؟", deleted: false };
    expect(answer.reply_to).toEqual(quote);
    expect(w.ctx.world.events[0]).toMatchObject({ name: "message.sent", data: { reply_to: quote } });
    await editMessage.execute(w.asSara, { message_id: w.said.id, message: "أين نلتقي؟" });
    const again = await w.reply(w.said.id);
    expect(again.reply_to?.message).toBe("أين نلتقي؟");
  });

  it("refuses to answer what is deleted, hidden, of another conversation, or nothing, and stores nothing", async () => {
    const w = await three();
    const other = await saying(w.asAhmed, w.elsewhere)("x");
    const hidden = await saying(w.asSara, w.conversation_id)("hidden");
    const deleted = await saying(w.asSara, w.conversation_id)("deleted");
    await deleteMessage.execute(w.asAhmed, { message_id: hidden.id, for: "me" });
    await deleteMessage.execute(w.asSara, { message_id: deleted.id });
    for (const id of [other.id, hidden.id, deleted.id, 2_147_483_647]) {
      expect(await refused(w.reply(id))).toBe("validation_failed reply_to_id:reply_gone");
    }
    for (const id of [0, -1, 1.5, "1", {}, null])
      expect(await refused(w.reply(id))).toMatch(/^validation_failed reply_to_id/);
    const conversation = await getConversation.execute(w.asAhmed, { conversation_id: w.conversation_id });
    expect(conversation.last_seq).toBe(3);
  });

  it("answers a retry with the stored reply, whatever became of what it answers", async () => {
    const w = await three();
    const client_id = randomUUID();
    const first = await w.reply(w.said.id, { client_id });
    await deleteMessage.execute(w.asSara, { message_id: w.said.id });
    const again = await w.reply(w.said.id, { client_id });
    expect(again).toEqual({ ...first, reply_to: { ...first.reply_to, message: "", deleted: true }, is_read: false });
  });

  it("forwards a text as one's own message, marked, without telling who wrote it", async () => {
    const w = await three();
    const forwarded = await w.forward({ conversation_id: w.elsewhere });
    expect(forwarded).toMatchObject({ conversation_id: w.elsewhere, forwarded: true, message: "متى نلتقي؟" });
    expect(forwarded.sender_id).toBe(w.ahmed.id);
    expect(w.ctx.world.events).toMatchObject([{ name: "message.sent", conversation_id: w.elsewhere }]);
    expect(JSON.stringify(w.ctx.world.events)).not.toContain("سارة");
    expect(await refused(editMessage.execute(w.asAhmed, { message_id: forwarded.id, message: "x" }))).toBe(
      "forbidden not_editable",
    );
  });

  it("forwards to a person, once however often it is asked for", async () => {
    const w = await three();
    const lina = await newPerson(database());
    const client_id = randomUUID();
    const all = await Promise.all(Array.from({ length: 6 }, () => w.forward({ user_id: lina.id, client_id })));
    expect(new Set(all.map((message) => message.id)).size).toBe(1);
    expect(w.ctx.world.events).toHaveLength(1);
    await deleteMessage.execute(w.asSara, { message_id: w.said.id });
    expect(await w.forward({ user_id: lina.id, client_id })).toEqual(all[0]);
    expect(await refused(w.forward({ conversation_id: w.elsewhere, client_id }))).toBe("conflict");
  });

  it("forwards a file as a row of its own over the same bytes, which outlives the first", async () => {
    const w = await three();
    const file = { kind: "file", name: "plan.pdf", contentType: "application/pdf", size: 7, storageKey: "bytes" };
    const row = { id: randomUUID(), ownerId: w.sara.id, messageId: w.said.id, ...file };
    await database().transaction(async (tx) => {
      await tx.upload.create({ data: row });
      await tx.message.update({ where: { id: w.said.id }, data: { type: "file" } });
    });
    const forwarded = await w.forward({ conversation_id: w.elsewhere });
    expect(forwarded).toMatchObject({ type: "file", attachment: { name: "plan.pdf", size: 7 } });
    expect(forwarded.attachment?.id).not.toBe(row.id);
    await deleteMessage.execute(w.asSara, { message_id: w.said.id });
    const copies = await database().db.upload.findMany({ where: { messageId: forwarded.id } });
    expect(copies).toMatchObject([{ ownerId: w.ahmed.id, storageKey: "bytes" }]);
  });

  it("refuses to forward what is deleted or not there, to whom nothing may go, and to two at once", async () => {
    const w = await three();
    const stranger = w.ctx.as(w.omar);
    expect(await refused(w.forward({ conversation_id: w.elsewhere }, stranger))).toBe("not_found");
    expect(await refused(w.forward({ conversation_id: w.conversation_id + 100_000 }))).toBe("not_found");
    const foreign = await startConversation.execute(w.asSara, { user_id: w.omar.id });
    expect(await refused(w.forward(foreign))).toBe("not_found");
    expect(await refused(w.forward({ user_id: w.ahmed.id }))).toBe("validation_failed user_id:request_self");
    for (const to of [{}, { user_id: w.omar.id, conversation_id: w.elsewhere }]) {
      expect(await refused(w.forward(to))).toBe("validation_failed conversation_id:invalid_value");
    }
    await block(database(), w.omar, w.ahmed);
    expect(await refused(w.forward({ conversation_id: w.elsewhere }))).toBe("forbidden unreachable");
    expect(await refused(w.forward({ user_id: w.omar.id }))).toBe("not_found");
    const call = { type: "call" };
    await database().transaction((tx) => tx.message.update({ where: { id: w.said.id }, data: call }));
    expect(await refused(w.forward({ conversation_id: w.conversation_id }))).toBe("forbidden not_forwardable");
    const text = { type: "text" };
    await database().transaction((tx) => tx.message.update({ where: { id: w.said.id }, data: text }));
    await deleteMessage.execute(w.asSara, { message_id: w.said.id });
    expect(await refused(w.forward({ conversation_id: w.conversation_id }))).toBe("conflict message_deleted");
    expect((await getConversation.execute(w.asAhmed, { conversation_id: w.elsewhere })).last_seq).toBe(0);
  });
});
