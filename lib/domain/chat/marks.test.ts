import { expect, it } from "vitest";
import { refused } from "@/lib/domain/testing/refused";
import {
  deleteMessage,
  editMessage,
  getConversation,
  listConversations,
  listMarks,
  listMessages,
  listStarred,
  markRead,
  reactToMessage,
  searchMessages,
  starMessage,
  unstarMessage,
} from "./index";
import { onEachDatabase } from "./testing/databases";
import { saying, world } from "./testing/world";

onEachDatabase("one's own marks", (database) => {
  /** Ahmed has said m1 to m5 to Sara, who has read them. */
  async function said() {
    const w = await world(database());
    const say = saying(w.ctx.as(w.ahmed), w.conversation_id);
    const messages = [await say("m1"), await say("m2"), await say("m3"), await say("m4"), await say("m5")];
    await markRead.execute(w.ctx.as(w.sara), { conversation_id: w.conversation_id });
    w.ctx.world.events.length = 0;
    const sara = w.ctx.as(w.sara);
    const ahmed = w.ctx.as(w.ahmed);
    const id = (n: number) => messages[n - 1]?.id ?? 0;
    const conversation = { conversation_id: w.conversation_id };
    return {
      ...w,
      id,
      asSara: sara,
      asAhmed: ahmed,
      hide: (n: number, ctx = sara) => deleteMessage.execute(ctx, { message_id: id(n), for: "me" }),
      star: (n: number, ctx = sara) => starMessage.execute(ctx, { message_id: id(n) }),
      unstar: (n: number, ctx = sara) => unstarMessage.execute(ctx, { message_id: id(n) }),
      texts: async (input: object = {}, ctx = sara) =>
        (await listMessages.execute(ctx, { ...conversation, peek: true, ...input })).items.map((one) => one.message),
      marks: async (input: object = {}, ctx = sara) => listMarks.execute(ctx, { ...conversation, ...input }),
      latest: async (ctx = sara) => {
        const list = await listConversations.execute(ctx, {});
        const one = await getConversation.execute(ctx, conversation);
        expect(list.items.find((listed) => listed.id === one.id)).toEqual(one);
        return one;
      },
      clear: (seq: number) =>
        database().transaction((tx) =>
          tx.participant.updateMany({
            where: { conversationId: w.conversation_id, userId: w.sara.id },
            data: { clearedSeq: seq },
          }),
        ),
    };
  }

  it("hides a message from one's own eyes alone: every list, search, the newest message, catching up", async () => {
    const w = await said();
    const before = await w.latest(w.asAhmed);
    await w.hide(5);
    await w.hide(2);
    expect(await w.texts()).toEqual(["m1", "m3", "m4"]);
    expect(await w.texts({ since_rev: 0 })).toEqual(["m1", "m3", "m4"]);
    expect(await w.texts({ before: w.id(5) })).toEqual(["m1", "m3", "m4"]);
    expect(await w.texts({ after: w.id(2) })).toEqual(["m3", "m4"]);
    expect(await w.texts({ around: 3 })).toEqual(["m1", "m3", "m4"]);
    expect((await w.latest()).latest_message).toMatchObject({ message: "m4" });
    expect((await searchMessages.execute(w.asSara, { query: "m2" })).items).toEqual([]);
    for (const message_id of [w.id(2), w.id(5)]) {
      expect(await refused(reactToMessage.execute(w.asSara, { message_id, emoji: "👍" }))).toBe("not_found");
      expect(await refused(starMessage.execute(w.asSara, { message_id }))).toBe("not_found");
      expect(await refused(deleteMessage.execute(w.asSara, { message_id, for: "me" }))).toBe("not_found");
    }
    // The other sees what he saw, and has heard of nothing.
    expect(await w.texts({}, w.asAhmed)).toEqual(["m1", "m2", "m3", "m4", "m5"]);
    expect(await w.latest(w.asAhmed)).toEqual(before);
    expect((await w.marks({}, w.asAhmed)).items).toEqual([]);
    expect(w.ctx.world.events.map((event) => [event.name, event.to, event.conversation_id])).toEqual([
      ["message.marked", [w.sara.id], undefined],
      ["message.marked", [w.sara.id], undefined],
    ]);
  });

  it("keeps a hidden message hidden whatever the other does with it", async () => {
    const w = await said();
    await w.hide(5);
    await editMessage.execute(w.asAhmed, { message_id: w.id(5), message: "changed" });
    await deleteMessage.execute(w.asAhmed, { message_id: w.id(5) });
    expect(await w.texts()).toEqual(["m1", "m2", "m3", "m4"]);
    expect(await w.texts({ since_rev: 5 })).toEqual([]);
    expect((await w.latest()).latest_message).toMatchObject({ message: "m4" });
  });

  it("shows none of the newest messages where all are hidden, and the next one that comes", async () => {
    const w = await said();
    for (const n of [1, 2, 3, 4, 5]) await w.hide(n);
    expect((await w.latest()).latest_message).toBeNull();
    await saying(w.asAhmed, w.conversation_id)("m6");
    expect(await w.latest()).toMatchObject({ latest_message: { message: "m6" }, unread_count: 1 });
    expect(await w.texts()).toEqual(["m6"]);
  });

  it("counts what is hidden as read: whoever deletes it has seen it", async () => {
    const w = await said();
    const say = saying(w.asAhmed, w.conversation_id);
    const sixth = await say("m6");
    await say("m7");
    await deleteMessage.execute(w.asSara, { message_id: sixth.id, for: "me" });
    expect(await w.latest()).toMatchObject({ unread_count: 1, read_seq: 6 });
  });

  it("leaves out what was cleared, from lists, stars, search and unread", async () => {
    const w = await said();
    await w.star(3);
    await w.star(5);
    await w.clear(4);
    expect(await w.texts()).toEqual(["m5"]);
    expect(await w.texts({ since_rev: 0 })).toEqual(["m5"]);
    expect((await listStarred.execute(w.asSara, {})).items.map((one) => one.message.message)).toEqual(["m5"]);
    expect((await searchMessages.execute(w.asSara, { query: "m" })).items.map((one) => one.message.message)).toEqual([
      "m5",
    ]);
    expect(await refused(w.star(4))).toBe("not_found");
    await saying(w.asAhmed, w.conversation_id)("m6");
    await w.clear(6);
    expect((await listConversations.execute(w.asSara, {})).items).toEqual([]);
    const cleared = await getConversation.execute(w.asSara, { conversation_id: w.conversation_id });
    expect(cleared).toMatchObject({ latest_message: null, unread_count: 0 });
  });

  it("stars for oneself alone, newest star first, page by page, without what was deleted since", async () => {
    const w = await said();
    for (const n of [2, 4, 1, 5]) {
      w.ctx.world.clock.advance(1000);
      await w.star(n);
    }
    await deleteMessage.execute(w.asAhmed, { message_id: w.id(4) });
    await w.hide(5);
    expect(await refused(w.star(4))).toBe("conflict message_deleted");
    const first = await listStarred.execute(w.asSara, { limit: 1 });
    expect(first.items[0]).toMatchObject({ message: { message: "m1" }, other_user: { id: w.ahmed.id } });
    const second = await listStarred.execute(w.asSara, { limit: 1, cursor: first.next_cursor ?? "" });
    expect(second.items.map((one) => one.message.message)).toEqual(["m2"]);
    expect(second.next_cursor).toBeNull();
    expect((await listStarred.execute(w.asAhmed, {})).items).toEqual([]);
    await w.unstar(1);
    expect((await listStarred.execute(w.asSara, {})).items.map((one) => one.message.message)).toEqual(["m2"]);
    for (const cursor of ["x", "", "%%"]) {
      expect(await refused(listStarred.execute(w.asSara, { cursor }))).toBe("validation_failed cursor:invalid_value");
    }
  });

  it("numbers one's marks without a hole for every device to catch up with", async () => {
    const w = await said();
    await w.star(1);
    await w.star(1);
    await w.unstar(2);
    await w.star(2);
    await w.hide(1);
    const all = await w.marks();
    expect(all.items.map((mark) => [mark.message_id, mark.rev, mark.starred_at !== null, mark.hidden])).toEqual([
      [w.id(2), 2, true, false],
      [w.id(1), 3, false, true],
    ]);
    const told = w.ctx.world.events.flatMap((event) => (event.name === "message.marked" ? [event.data] : []));
    expect(told.map((mark) => mark.rev)).toEqual([1, 2, 3]);
    expect(told.at(-1)).toEqual(all.items.at(-1));
    const page = await w.marks({ limit: 1 });
    const next = await w.marks({ limit: 1, cursor: page.next_cursor ?? "" });
    expect([...page.items, ...next.items]).toEqual(all.items);
    expect(next.next_cursor).toBeNull();
    expect((await w.marks({ since_rev: 2 })).items).toEqual(all.items.slice(1));
    expect(await refused(w.marks({ since_rev: 1, cursor: page.next_cursor }))).toMatch(/^validation_failed/);
  });

  it("gives two devices of one person revs of their own, and both the same end", async () => {
    const w = await said();
    await Promise.all([1, 2, 3, 4, 5, 1, 2, 3].map((n, i) => (i < 5 ? w.star(n) : w.unstar(n))));
    const { items } = await w.marks();
    const told = w.ctx.world.events.flatMap((event) => (event.name === "message.marked" ? [event.data] : []));
    expect(new Set(told.map((mark) => mark.rev)).size).toBe(told.length);
    const ends = new Map(told.sort((a, b) => a.rev - b.rev).map((mark) => [mark.message_id, mark]));
    expect([...ends.values()].sort((a, b) => a.rev - b.rev)).toEqual(items);
  });
});
