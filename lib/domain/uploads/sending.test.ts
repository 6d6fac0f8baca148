import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import {
  clearConversation,
  deleteMessage,
  listStarred,
  searchMessages,
  sendMessage,
  starMessage,
  startConversation,
} from "@/lib/domain/chat";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { newPerson, world } from "@/lib/domain/chat/testing/world";
import type { Actor } from "@/lib/domain/context";
import type { TestContext } from "@/lib/domain/testing/context";
import { formFile } from "@/lib/domain/testing/form-file";
import { block } from "@/lib/domain/testing/people";
import { refused } from "@/lib/domain/testing/refused";
import { copyUpload, createUpload, discardBytes, readUpload, releaseUpload, sweepOrphans, sweepUnsent } from "./index";
import { webmVoice } from "./testing/recordings";

const DAY = 86_400_000;
const upload = (ctx: TestContext<Actor>, bytes: Uint8Array | string = "hello", fields: object = {}) =>
  createUpload.execute(ctx, { file: formFile(bytes, "a.txt"), ...fields });

onEachDatabase("a file in a message", (database) => {
  const release = async (ctx: TestContext<Actor>, messageId: number) =>
    discardBytes(ctx, await ctx.transaction((tx) => releaseUpload(tx, messageId)));

  it("goes with or without words, and its content decides what the message is", async () => {
    const { ctx, conversation_id } = await world(database());
    const file = await upload(ctx);
    const sent = await sendMessage.execute(ctx, {
      conversation_id,
      upload_id: file.id,
      type: "image",
      message: "look",
    });
    expect(sent).toMatchObject({ type: "file", message: "look", attachment: file });
    expect(ctx.world.events.at(-1)).toMatchObject({ name: "message.sent", data: { attachment: file } });
    const voice = await upload(ctx, webmVoice, { duration_ms: 900 });
    const spoken = await sendMessage.execute(ctx, { conversation_id, upload_id: voice.id });
    expect(spoken).toMatchObject({ type: "voice", message: "", attachment: { duration_ms: 900 } });
  });

  it("comes in the same call, and leaves nothing behind when the message is refused", async () => {
    const { ctx, sara, ahmed, conversation_id } = await world(database());
    const draft = { conversation_id, file: formFile("hello", "b.txt"), client_id: randomUUID() };
    const sent = await sendMessage.execute(ctx, draft);
    expect(sent).toMatchObject({ type: "file", attachment: { name: "b.txt", size: 5 } });
    const again = await sendMessage.execute(ctx, { ...draft, file: formFile("hello", "b.txt") });
    expect(again).toEqual(sent);
    expect(ctx.world.files.size).toBe(1);
    await block(database(), sara, ahmed);
    const refusal = sendMessage.execute(ctx, { ...draft, client_id: randomUUID() });
    expect(await refused(refusal)).toBe("forbidden unreachable");
    expect(ctx.world.files.size).toBe(1);
    expect(await ctx.db.upload.count({ where: { ownerId: ahmed.id } })).toBe(1);
  });

  it("is one's own and goes once, however many messages want it at once", async () => {
    const { ctx, sara, conversation_id } = await world(database());
    const { id: upload_id } = await upload(ctx);
    expect(await refused(sendMessage.execute(ctx.as(sara), { conversation_id, upload_id }))).toBe(
      "not_found upload_gone",
    );
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => refused(sendMessage.execute(ctx, { conversation_id, upload_id }))),
    );
    expect(answers.filter((answer) => answer === "nothing")).toHaveLength(1);
    expect(answers.filter((answer) => answer === "conflict upload_used")).toHaveLength(7);
    expect(await ctx.db.message.count({ where: { conversationId: conversation_id } })).toBe(1);
  });

  it("is the same message for the same client_id, also when the two come at once", async () => {
    const { ctx, conversation_id } = await world(database());
    const draft = { conversation_id, client_id: randomUUID(), upload_id: (await upload(ctx)).id };
    const answers = await Promise.all(Array.from({ length: 8 }, () => sendMessage.execute(ctx, draft)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await sendMessage.execute(ctx, draft)).toEqual(answers[0]);
  });

  it("is needed where there are no words, and one is enough", async () => {
    const { ctx, conversation_id } = await world(database());
    const send = (input: object) => refused(sendMessage.execute(ctx, { conversation_id, ...input }));
    expect(await send({})).toBe("validation_failed message:required");
    expect(await send({ type: "image", message: "x" })).toBe("validation_failed type:invalid_value");
    expect(await send({ upload_id: "x" })).toMatch(/^validation_failed upload_id:/);
    expect(await send({ upload_id: randomUUID() })).toBe("not_found upload_gone");
    expect(await send({ file: { path: "/etc/passwd", name: "x", size: 1 } })).toBe("validation_failed file:wrong_type");
    const both = { upload_id: (await upload(ctx)).id, file: formFile("x") };
    expect(await send(both)).toBe("validation_failed upload_id:invalid_value");
  });

  it("is read by its owner, then by the two of the conversation, and by nobody once the message is deleted", async () => {
    const { ctx, sara, conversation_id } = await world(database());
    const omar = await newPerson(database());
    const { id: upload_id } = await upload(ctx);
    const read = (who: TestContext) => refused(readUpload.execute(who, { upload_id }));
    expect(await readUpload.execute(ctx, { upload_id })).toMatchObject({ disposition: "attachment", size: 5 });
    expect([await read(ctx.as(sara)), await read(ctx.as(omar))]).toEqual(["not_found", "not_found"]);
    const { id } = await sendMessage.execute(ctx, { conversation_id, upload_id });
    // A conversation of one's own with one of them opens no other's.
    await startConversation.execute(ctx.as(omar), { user_id: sara.id });
    expect([await read(ctx), await read(ctx.as(sara)), await read(ctx.as(omar))]).toEqual([
      "nothing",
      "nothing",
      "not_found",
    ]);
    expect(await refused(readUpload.execute(ctx, { upload_id, size: "thumb" }))).toBe("not_found");
    await ctx.transaction((tx) => tx.message.update({ where: { id }, data: { deletedAt: ctx.now() } }));
    expect([await read(ctx), await read(ctx.as(sara))]).toEqual(["not_found", "not_found"]);
  });

  it("is gone for who deleted its message or the conversation for themselves, and for nobody else", async () => {
    const { ctx, sara, conversation_id } = await world(database());
    const { id: upload_id } = await upload(ctx);
    const asSara = ctx.as(sara);
    const read = (who: TestContext) => refused(readUpload.execute(who, { upload_id }));
    const { id: message_id } = await sendMessage.execute(ctx, { conversation_id, upload_id });
    await starMessage.execute(ctx, { message_id });
    await deleteMessage.execute(ctx, { message_id, for: "me" });
    expect([await read(ctx), await read(asSara)]).toEqual(["not_found", "nothing"]);
    expect((await listStarred.execute(ctx, {})).items).toEqual([]);
    expect((await searchMessages.execute(ctx, { query: "a.txt" })).items).toEqual([]);
    expect((await searchMessages.execute(asSara, { query: "a.txt" })).items).toHaveLength(1);
    await clearConversation.execute(asSara, { conversation_id });
    expect(await read(asSara)).toBe("not_found");
    expect((await searchMessages.execute(asSara, { query: "a.txt" })).items).toEqual([]);
  });

  it("goes at once when its message is deleted for everyone: the address, and the bytes", async () => {
    const { ctx, sara, conversation_id } = await world(database());
    const { id: upload_id } = await upload(ctx);
    const { id: message_id } = await sendMessage.execute(ctx, { conversation_id, upload_id });
    await deleteMessage.execute(ctx, { message_id, for: "everyone" });
    for (const who of [ctx, ctx.as(sara)]) {
      expect(await refused(readUpload.execute(who, { upload_id }))).toBe("not_found");
      expect((await searchMessages.execute(who, { query: "a.txt" })).items).toEqual([]);
    }
    expect(ctx.world.files.size).toBe(0);
  });

  it("goes with its message, and its bytes with the last message that has them", async () => {
    const { ctx, sara, conversation_id } = await world(database());
    const { id: upload_id } = await upload(ctx);
    const first = await sendMessage.execute(ctx, { conversation_id, upload_id });
    const copy = { messageId: first.id, ownerId: sara.id, at: ctx.now() };
    const copied = await ctx.transaction((tx) => copyUpload(tx, copy));
    const second = await sendMessage.execute(ctx.as(sara), { conversation_id, upload_id: copied?.id });
    expect(second.attachment).toMatchObject({ name: "a.txt", size: 5 });
    expect(second.attachment?.id).not.toBe(upload_id);
    await release(ctx, first.id);
    expect(ctx.world.files.size).toBe(1);
    expect(await refused(readUpload.execute(ctx, { upload_id: second.attachment?.id }))).toBe("nothing");
    expect(await ctx.transaction((tx) => copyUpload(tx, copy))).toBeNull();
    await release(ctx, second.id);
    expect(ctx.world.files.size).toBe(0);
  });

  it("keeps its bytes when it is forwarded in the moment in which it is deleted, or is not forwarded", async () => {
    const { ctx, sara, conversation_id } = await world(database());
    for (let round = 0; round < 12; round += 1) {
      const { id: upload_id } = await upload(ctx);
      const { id: messageId } = await sendMessage.execute(ctx, { conversation_id, upload_id });
      const copying = ctx.transaction((tx) => copyUpload(tx, { messageId, ownerId: sara.id, at: ctx.now() }));
      const [copied] = await Promise.all([copying, release(ctx, messageId)]);
      expect(ctx.world.files.size).toBe(copied === null ? 0 : 1);
      if (copied === null) continue;
      const { id } = await sendMessage.execute(ctx.as(sara), { conversation_id, upload_id: copied.id });
      await release(ctx, id);
    }
  });
});

onEachDatabase("the sweep of uploads", (database) => {
  it("removes what no message has come for within a day, by however many nodes at once", async () => {
    const { ctx, conversation_id } = await world(database());
    const sent = await upload(ctx);
    await sendMessage.execute(ctx, { conversation_id, upload_id: sent.id });
    const { id: late } = await upload(ctx);
    await upload(ctx);
    ctx.world.clock.advance(DAY - 1000);
    await upload(ctx);
    const others = () => ctx.db.upload.count({ where: { ownerId: ctx.actor.id } });
    await sweepUnsent(ctx);
    expect(await others()).toBe(4);
    ctx.world.clock.advance(2000);
    await Promise.all([sweepUnsent(ctx), sweepUnsent(ctx), sweepUnsent(ctx)]);
    expect(await others()).toBe(2);
    expect(ctx.world.files.size).toBe(2);
    expect(await refused(sendMessage.execute(ctx, { conversation_id, upload_id: late }))).toBe("not_found upload_gone");
  });

  it("removes bytes that no row knows once they are a day old, and no others", async () => {
    const { ctx } = await world(database());
    const pixel = Buffer.from("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");
    await upload(ctx, pixel);
    await ctx.storage.put("avatar-1", new Uint8Array([1]));
    const known = [...ctx.world.files.keys()];
    await ctx.storage.put("files/aa/orphan", new Uint8Array([1]));
    await ctx.storage.put("files/aa/orphan-thumb", new Uint8Array([1]));
    expect(await sweepOrphans(ctx)).toBe(0);
    ctx.world.clock.advance(DAY + 1);
    await ctx.storage.put("files/aa/young", new Uint8Array([1]));
    expect(await sweepOrphans(ctx)).toBe(2);
    expect([...ctx.world.files.keys()].sort()).toEqual([...known, "files/aa/young"].sort());
  });
});
