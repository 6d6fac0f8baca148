import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { EDIT_WINDOW_MS, type Message } from "@/lib/contracts/chat";
import { block } from "@/lib/domain/testing/people";
import { refused } from "@/lib/domain/testing/refused";
import {
  deleteMessage,
  editMessage,
  getConversation,
  listMessages,
  reactToMessage,
  sendMessage,
  unreactToMessage,
} from "./index";
import { onEachDatabase } from "./testing/databases";
import { saying, world } from "./testing/world";

onEachDatabase("changing messages", (database) => {
  /** Ahmed has said one thing to Sara. */
  async function said(text = "hello") {
    const w = await world(database());
    const message = await saying(w.ctx.as(w.ahmed), w.conversation_id)(text);
    w.ctx.world.events.length = 0;
    const { ctx, ahmed, sara, conversation_id } = w;
    const message_id = message.id;
    return {
      ...w,
      message,
      message_id,
      edit: (words: string, actor = ahmed) => editMessage.execute(ctx.as(actor), { message_id, message: words }),
      takeBack: (actor = ahmed) => deleteMessage.execute(ctx.as(actor), { message_id, for: "everyone" }),
      react: (emoji: string, actor = sara) => reactToMessage.execute(ctx.as(actor), { message_id, emoji }),
      unreact: (emoji: string, actor = sara) => unreactToMessage.execute(ctx.as(actor), { message_id, emoji }),
      list: async (input: object = {}, actor = sara) =>
        (await listMessages.execute(ctx.as(actor), { conversation_id, peek: true, ...input })).items,
      rev: async () => (await getConversation.execute(ctx.as(sara), { conversation_id })).rev,
    };
  }

  it("edits one's own words as the next change of the conversation, and tells both people the whole message", async () => {
    const w = await said();
    w.ctx.world.clock.advance(60_000);
    const edited = await w.edit("hello, Sara");
    expect(edited).toMatchObject({ id: w.message_id, seq: 1, rev: 2, message: "hello, Sara" });
    expect(edited.edited_at).toBe(w.ctx.now().toISOString());
    const to = expect.arrayContaining([w.ahmed.id, w.sara.id]);
    const { conversation_id } = w;
    expect(w.ctx.world.events).toEqual([{ name: "message.updated", data: edited, to, conversation_id }]);
    expect(await w.list({ since_rev: 1 })).toEqual([edited]);
    // Moved to where it was written, not where it was changed.
    const conversation = await getConversation.execute(w.ctx.as(w.sara), { conversation_id });
    expect(conversation).toMatchObject({ rev: 2, last_seq: 1, latest_message: { message: "hello, Sara" } });
    expect(conversation.updated_at).toBe(w.message.created_at);
  });

  it("takes no rev and tells nobody where nothing changes", async () => {
    const w = await said();
    await w.edit("hello");
    await w.unreact("👍");
    await w.react("👍");
    await w.react("👍");
    expect(await w.rev()).toBe(2);
    expect(w.ctx.world.events).toHaveLength(1);
    await w.takeBack();
    await w.takeBack();
    expect(await w.rev()).toBe(3);
    expect(w.ctx.world.events).toHaveLength(2);
  });

  it("edits for a day and not a moment longer", async () => {
    const w = await said();
    w.ctx.world.clock.advance(EDIT_WINDOW_MS);
    await w.edit("in time");
    w.ctx.world.clock.advance(1);
    expect(await refused(w.edit("late"))).toBe("forbidden too_late_to_edit");
  });

  it("refuses to edit what is another's, deleted, emptied, forwarded, or a call", async () => {
    const w = await said();
    expect(await refused(w.edit("x", w.sara))).toBe("forbidden not_your_message");
    for (const words of ["", " ", "\u200b"])
      expect(await refused(w.edit(words))).toBe("validation_failed message:required");
    const set = (data: { type?: string; forwarded?: boolean }) =>
      database().transaction((tx) => tx.message.update({ where: { id: w.message_id }, data }));
    await set({ forwarded: true });
    expect(await refused(w.edit("x"))).toBe("forbidden not_editable");
    await set({ forwarded: false, type: "call" });
    expect(await refused(w.edit("x"))).toBe("forbidden not_editable");
    expect(await refused(w.takeBack())).toBe("forbidden not_deletable");
    await set({ type: "text" });
    await w.takeBack();
    expect(await refused(w.edit("x"))).toBe("conflict message_deleted");
    expect(await refused(w.react("👍"))).toBe("conflict message_deleted");
  });

  it("says nothing new across a block, but takes back what was said", async () => {
    const w = await said();
    await w.react("👍");
    await block(database(), w.sara, w.ahmed);
    expect(await refused(w.edit("insult"))).toBe("forbidden unreachable");
    expect(await refused(w.react("😡", w.ahmed))).toBe("forbidden unreachable");
    expect(await refused(w.react("😡"))).toBe("forbidden blocked_by_me");
    expect((await w.unreact("👍")).reactions).toEqual([]);
    expect(await w.takeBack()).toMatchObject({ message: "" });
  });

  it("deletes for everyone: the place stays, and nothing of what stood there", async () => {
    const w = await said("secret");
    const answer = await sendMessage.execute(w.ctx.as(w.sara), {
      conversation_id: w.conversation_id,
      message: "what?",
      reply_to_id: w.message_id,
    });
    await w.react("❤️");
    const upload = { id: randomUUID(), ownerId: w.ahmed.id, messageId: w.message_id, storageKey: "k" };
    const file = { kind: "file", name: "secret.txt", contentType: "text/plain", size: 1 };
    await database().transaction((tx) => tx.upload.create({ data: { ...upload, ...file } }));
    const deleted = await w.takeBack();
    const empty = { message: "", attachment: null, reactions: [], reply_to: null, edited_at: null };
    expect(deleted).toMatchObject({ ...empty, seq: 1, rev: 4, deleted_at: w.ctx.now().toISOString() });
    const [first, second] = await w.list();
    expect(first).toEqual(deleted);
    expect(second).toMatchObject({ id: answer.id, reply_to: { id: w.message_id, message: "", deleted: true } });
    const row = await database().db.message.findUnique({ where: { id: w.message_id }, include: { upload: true } });
    expect(row).toMatchObject({ body: "", searchText: "", upload: null });
    expect(await refused(w.takeBack(w.sara))).toBe("forbidden not_your_message");
  });

  it("tells in the list that the newest message was deleted", async () => {
    const w = await said("secret");
    await w.takeBack();
    const conversation = await getConversation.execute(w.ctx.as(w.sara), { conversation_id: w.conversation_id });
    expect(conversation.latest_message).toMatchObject({ message: "", deleted: true });
  });

  it("keeps one reaction a person, and takes back only the one that is meant", async () => {
    const w = await said();
    await w.react("👍");
    const atOnce = await w.react("🤍", w.ahmed);
    expect(atOnce.reactions.map(({ user_id }) => user_id)).toEqual([w.ahmed.id, w.sara.id].sort((a, b) => a - b));
    w.ctx.world.clock.advance(1);
    const both = await w.react("😂");
    expect(both.reactions).toEqual([
      { user_id: w.ahmed.id, emoji: "🤍" },
      { user_id: w.sara.id, emoji: "😂" },
    ]);
    expect((await w.unreact("👍")).reactions).toEqual(both.reactions);
    expect((await w.unreact("😂")).reactions).toEqual([{ user_id: w.ahmed.id, emoji: "🤍" }]);
  });

  it("takes exactly one emoji of Unicode's list", async () => {
    const w = await said();
    for (const emoji of ["👍", "👍🏽", "❤️", "👨‍👩‍👧‍👦", "🇵🇸", "1️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"])
      expect((await w.react(emoji)).reactions[0]?.emoji).toBe(emoji);
    for (const no of ["", "a", "👍👍", "👍 ", "1", "\u200d", "x👍", "<b>", "👍".repeat(40)]) {
      expect(await refused(w.react(no)), no).toBe("validation_failed emoji:not_an_emoji");
    }
  });

  it("lets of two edits at once the later stand, the same for both people", async () => {
    const w = await said();
    await Promise.all(["one", "two", "three"].map((text) => w.edit(text)));
    const [stands] = await w.list();
    expect(stands?.rev).toBe(4);
    const told = w.ctx.world.events.flatMap((event) => (event.name === "message.updated" ? [event.data] : []));
    expect(told.map((message) => message.rev).sort()).toEqual([2, 3, 4]);
    expect(told.find((message) => message.rev === 4)).toEqual(stands);
  });

  it("comes to the same end for whoever hears of it in any order, when two people do everything at once", async () => {
    const step = fc.record({
      who: fc.constantFrom("ahmed" as const, "sara" as const),
      what: fc.constantFrom("send", "edit", "delete", "react", "unreact"),
      which: fc.nat(4),
      emoji: fc.constantFrom("👍", "😂"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 8, maxLength: 14 }),
        fc.infiniteStream(fc.nat()),
        async (steps, dice) => {
          const w = await world(database());
          const ids: number[] = [];
          for (const actor of [w.ahmed, w.sara, w.ahmed])
            ids.push((await saying(w.ctx.as(actor), w.conversation_id)("m")).id);
          const start = await listMessages.execute(w.ctx.as(w.sara), {
            conversation_id: w.conversation_id,
            peek: true,
          });
          w.ctx.world.events.length = 0;
          const acts = steps.map(({ who, what, which, emoji }, n) => {
            const ctx = w.ctx.as(w[who]);
            const message_id = ids[which % ids.length];
            switch (what) {
              case "send":
                return saying(ctx, w.conversation_id)(`said ${n}`);
              case "edit":
                return editMessage.execute(ctx, { message_id, message: `edit ${n}` });
              case "delete":
                return deleteMessage.execute(ctx, { message_id });
              case "react":
                return reactToMessage.execute(ctx, { message_id, emoji });
              default:
                return unreactToMessage.execute(ctx, { message_id, emoji });
            }
          });
          await Promise.all(acts.map((act) => act.then(() => "done", refusedCode)));
          const told = w.ctx.world.events.flatMap((event) =>
            event.name === "message.updated" || event.name === "message.sent" ? [event.data] : [],
          );
          const truth = await listMessages.execute(w.ctx.as(w.sara), {
            conversation_id: w.conversation_id,
            peek: true,
          });
          const { rev } = await getConversation.execute(w.ctx.as(w.sara), { conversation_id: w.conversation_id });
          // Every change has its rev, and every rev its change.
          expect(told.map((message) => message.rev).sort((a, b) => a - b)).toEqual(
            Array.from({ length: rev - 3 }, (_, n) => n + 4),
          );
          const shuffled = told.map((message) => ({ message, at: dice.next().value })).sort((a, b) => a.at - b.at);
          expect(
            merge(
              start.items,
              shuffled.map(({ message }) => message),
            ),
          ).toEqual(truth.items.map(plain));
          const since = await listMessages.execute(w.ctx.as(w.sara), {
            conversation_id: w.conversation_id,
            since_rev: 3,
          });
          expect(merge(start.items, since.items)).toEqual(truth.items.map(plain));
        },
      ),
      { numRuns: 8 },
    );
  }, 120_000);
});

const refusedCode = (error: unknown) => refused(Promise.reject(error));

/** Read states have events of their own. */
const plain = (message: Message) => ({ ...message, is_read: null });

/** What a client does: of two states of a message the one with the higher rev. */
function merge(known: Message[], news: Message[]) {
  const byId = new Map(known.map((message) => [message.id, message]));
  for (const message of news) if (message.rev > (byId.get(message.id)?.rev ?? 0)) byId.set(message.id, message);
  return [...byId.values()].sort((a, b) => a.seq - b.seq).map(plain);
}
