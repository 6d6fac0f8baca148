import { expect, it } from "vitest";
import { endCallsOf, startCall } from "@/lib/domain/calls";
import { deleteMessage, listMessages, sendMessage, starMessage } from "@/lib/domain/chat";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { newPerson, world } from "@/lib/domain/chat/testing/world";
import type { Context } from "@/lib/domain/context";
import { collect } from "@/lib/domain/testing/collect";
import { formFile } from "@/lib/domain/testing/form-file";
import { befriend, block } from "@/lib/domain/testing/people";
import { createUpload } from "@/lib/domain/uploads";
import { exportMe, updateMe } from "./index";

async function exported(ctx: Context) {
  const { conversations, starred, calls, uploads, ...rest } = await exportMe.execute(ctx, {});
  const held = [];
  for await (const { messages, ...one } of conversations) held.push({ ...one, messages: await collect(messages) });
  return {
    ...rest,
    conversations: held,
    starred: await collect(starred),
    calls: await collect(calls),
    uploads: await collect(uploads),
  };
}

onEachDatabase("taking one's data along", (database) => {
  it("brings everything that is one's own, and nothing that is not", async () => {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    const [layla, omar] = [await newPerson(database(), "ليلى"), await newPerson(database(), "عمر")];
    await befriend(database(), ahmed, sara);
    await block(database(), ahmed, layla);
    await block(database(), omar, ahmed);
    await database().transaction((tx) =>
      tx.report.create({ data: { reporterId: ahmed.id, reportedId: layla.id, reason: "spam" } }),
    );
    const by = (who: typeof ahmed) => ctx.as(who);
    const first = await sendMessage.execute(by(sara), { conversation_id, message: "مرحباً!" });
    const hidden = await sendMessage.execute(by(sara), { conversation_id, message: "secret" });
    await deleteMessage.execute(by(ahmed), { message_id: hidden.id, for: "me" });
    await starMessage.execute(by(ahmed), { message_id: first.id });
    const upload = await createUpload.execute(by(ahmed), { file: formFile("bytes", "note.txt") });
    const sent = await sendMessage.execute(by(ahmed), { conversation_id, upload_id: upload.id });
    const call = await startCall.execute(by(ahmed), { conversation_id, device_id: "ahmed-phone" });
    await endCallsOf(by(ahmed), ahmed.id);

    await listMessages.execute(by(sara), { conversation_id });
    const readBefore = (await exported(by(ahmed))).conversations[0]?.messages.filter((one) => one.is_read) ?? [];
    expect(readBefore.map(({ id }) => id)).toContain(sent.id);
    await updateMe.execute(by(sara), { hide_receipts: true });

    const mine = await exported(by(ahmed));
    expect(mine).toMatchObject({
      exported_at: "2026-01-25T10:00:00.000Z",
      profile: { id: ahmed.id, email: null },
      sessions: [{ id: ahmed.sessionId, current: true }],
      friends: [{ user: { id: sara.id } }],
      requests: { incoming: [], outgoing: [] },
      blocks: [{ user: { id: layla.id } }],
      reports: [{ user: { id: layla.id }, reason: "spam" }],
      starred: [{ conversation_id, message_id: first.id }],
      calls: [{ id: call.id, end_reason: "cancelled" }],
      uploads: [{ id: upload.id, name: "note.txt", message_id: sent.id }],
    });
    expect(mine.conversations).toMatchObject([{ id: conversation_id, other_user: { id: sara.id } }]);
    const messages = mine.conversations[0]?.messages ?? [];
    expect(messages.map(({ id, type }) => [id, type])).toEqual([
      [first.id, "text"],
      [sent.id, "file"],
      [expect.any(Number), "call"],
    ]);
    expect(messages.find(({ id }) => id === sent.id)?.is_read, "what she hides stays hidden").toBe(false);
    const hers = JSON.stringify(await exported(by(sara)));
    expect(hers).toContain("secret");
    for (const foreign of ["spam", ahmed.sessionId, "ليلى", "عمر"]) expect(hers).not.toContain(foreign);
    expect(JSON.stringify(mine), "who has blocked one is told to nobody").not.toContain("عمر");
  });

  it("reads long lists by pages, without losing or doubling any", async () => {
    const { ctx, ahmed, conversation_id } = await world(database());
    const total = 450;
    const at = new Date("2026-01-25T09:00:00.000Z");
    await database().transaction(async (tx) => {
      const rows = Array.from({ length: total }, (_, n) => ({
        conversationId: conversation_id,
        senderId: ahmed.id,
        seq: n + 1,
        rev: n + 1,
        clientId: `c${n}`,
        type: "text",
        body: `${n + 1}`,
        createdAt: at,
      }));
      await tx.message.createMany({ data: rows });
      // All of one moment, so that the order is told by the id alone.
      const files = Array.from({ length: total }, (_, n) => ({
        id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
        ownerId: ahmed.id,
        kind: "file",
        name: `${n}`,
        contentType: "text/plain",
        size: 1,
        storageKey: `${n}`,
        createdAt: at,
      }));
      await tx.upload.createMany({ data: files });
    });
    const { conversations, uploads } = await exported(ctx.as(ahmed));
    const expected = Array.from({ length: total }, (_, n) => n);
    expect(conversations[0]?.messages.map(({ seq }) => seq - 1)).toEqual(expected);
    expect(uploads.map(({ name }) => Number(name))).toEqual(expected);
  });
});
