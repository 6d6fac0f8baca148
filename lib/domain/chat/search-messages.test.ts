import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/domain/context";
import { formFile } from "@/lib/domain/testing/form-file";
import { refused } from "@/lib/domain/testing/refused";
import { createUpload } from "@/lib/domain/uploads";
import {
  deleteMessage,
  editMessage,
  foldMessages,
  forwardMessage,
  searchMessages,
  sendMessage,
  startConversation,
} from "./index";
import { groupsOf } from "./search-scan";
import { onEachDatabase } from "./testing/databases";
import { newPerson, saying, world } from "./testing/world";

// One pixel (GIF89a).
const pixel = Buffer.from("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");

onEachDatabase("searching messages", (database) => {
  async function talked() {
    const w = await world(database());
    const omar = await newPerson(database(), "عمر");
    const { conversation_id: elsewhere } = await startConversation.execute(w.ctx.as(w.ahmed), { user_id: omar.id });
    const say = (who: Actor, text: string, where = w.conversation_id) => {
      w.ctx.world.clock.advance(1000);
      return saying(w.ctx.as(who), where)(text);
    };
    const find = (query: string, input: object = {}, who = w.ahmed) =>
      searchMessages.execute(w.ctx.as(who), { query, ...input });
    const texts = async (...args: Parameters<typeof find>) =>
      (await find(...args)).items.map((hit) => hit.message.message);
    return { ...w, omar, elsewhere, say, find, texts };
  }

  it("finds every spelling, words in any order, newest first over all conversations, with whom and where", async () => {
    const w = await talked();
    await w.say(w.sara, "موعدنا في المدرسةِ القديمة");
    await w.say(w.omar, "إلى مدرسه أحمد القديمه", w.elsewhere);
    await w.say(w.sara, "القديمة فقط");
    const { items } = await w.find("القديمه مدرسة");
    expect(items.map((hit) => [hit.message.message, hit.other_user.id])).toEqual([
      ["إلى مدرسه أحمد القديمه", w.omar.id],
      ["موعدنا في المدرسةِ القديمة", w.sara.id],
    ]);
    const hit = items[1];
    expect(hit?.matches.map(([start, end]) => hit.message.message.slice(start, end))).toEqual(["مدرسةِ", "القديمة"]);
  });

  it("searches one conversation where one is named, and nobody else's ever", async () => {
    const w = await talked();
    await w.say(w.sara, "needle one");
    await w.say(w.omar, "needle two", w.elsewhere);
    expect(await w.texts("needle", { conversation_id: w.conversation_id })).toEqual(["needle one"]);
    expect(await w.texts("needle", {}, w.sara)).toEqual(["needle one"]);
    expect(await refused(w.find("needle", { conversation_id: w.elsewhere }, w.sara))).toBe("not_found");
    expect(await w.texts("needle", {}, await newPerson(database()))).toEqual([]);
  });

  it("finds what was edited by its new words only, and nothing of what was deleted", async () => {
    const w = await talked();
    const said = await w.say(w.ahmed, "before");
    await editMessage.execute(w.ctx.as(w.ahmed), { message_id: said.id, message: "after" });
    expect([await w.texts("before"), await w.texts("after")]).toEqual([[], ["after"]]);
    await deleteMessage.execute(w.ctx.as(w.ahmed), { message_id: said.id });
    expect(await w.texts("after")).toEqual([]);
  });

  it("finds a file by its name, in any spelling, together with the words under it; no picture by its own", async () => {
    const w = await talked();
    const send = async (name: string, message: string, bytes: string | Uint8Array = "text") => {
      const { id: upload_id } = await createUpload.execute(w.ctx.as(w.ahmed), { file: formFile(bytes, name) });
      return sendMessage.execute(w.ctx.as(w.ahmed), { conversation_id: w.conversation_id, upload_id, message });
    };
    const sent = await send("تقريرُ المدرسة_2026.pdf", "اقرأه غدا");
    await send("مدرسة.gif", "", pixel);
    const names = async (query: string) =>
      (await w.find(query)).items.map(({ message, name_matches }) =>
        name_matches.map(([from, to]) => message.attachment?.name.slice(from, to)),
      );
    expect(await names("المدرسه")).toEqual([["المدرسة"]]);
    expect(await names("مدرسة gif")).toEqual([]);
    expect(await w.texts("مدرسة", { conversation_id: w.conversation_id }, w.sara)).toEqual(["اقرأه غدا"]);
    // One word in the name, another in the text; none over both.
    const [both] = (await w.find("تقرير اقراه")).items;
    expect([both?.matches, both?.name_matches]).toEqual([[[0, 5]], [[0, 6]]]);
    expect(await names("pdf_")).toEqual([]);
    expect(await names("غداتقرير")).toEqual([]);
    await editMessage.execute(w.ctx.as(w.ahmed), { message_id: sent.id, message: "لا تقرأه" });
    expect(await w.texts("2026.pdf")).toEqual(["لا تقرأه"]);
    // A forwarded file is found where it went.
    await forwardMessage.execute(w.ctx.as(w.ahmed), { message_id: sent.id, conversation_id: w.elsewhere });
    expect(await w.texts("2026.pdf", {}, w.omar)).toEqual(["لا تقرأه"]);
    // As a version that did not look at names has left it.
    const unnamed = { where: { id: sent.id }, data: { searchText: "لا تقراه" } };
    await database().transaction((tx) => tx.message.updateMany(unnamed));
    expect(await w.texts("2026.pdf", {}, w.sara)).toEqual([]);
    for (let after: number | null = 0; after !== null; ) after = await foldMessages(database(), after);
    expect(await w.texts("2026.pdf", {}, w.sara)).toEqual(["لا تقرأه"]);
  });

  it("finds a number in whatever digits it was written or is asked for", async () => {
    const w = await talked();
    await w.say(w.sara, "الفاتورة ٢٠٢٦");
    await w.say(w.ahmed, "invoice 2026");
    for (const query of ["2026", "٢٠٢٦", "۲۰۲۶"]) {
      const { items } = await w.find(query);
      expect(items.map(({ message, matches }) => matches.map(([from, to]) => message.message.slice(from, to)))).toEqual(
        [["2026"], ["٢٠٢٦"]],
      );
    }
  });

  it("takes wildcards, quotes and marks for what they are", async () => {
    const w = await talked();
    await w.say(w.sara, "100% sure_thing \\o/ 'quoted'");
    await w.say(w.sara, "1000 surething");
    for (const query of ["100%", "sure_", "\\o/", "'quoted'", "%"]) expect(await w.texts(query), query).toHaveLength(1);
    for (const query of ["\u064b", "\u200d"]) expect(await w.texts(query)).toEqual([]);
    for (const query of ["", "  ", "x".repeat(101), "a\u0000", 5, null]) {
      expect(await refused(searchMessages.execute(w.ctx, { query }))).toMatch(/^validation_failed query/);
    }
  });

  it("goes on by cursor, each hit once, also while new ones come in", async () => {
    const w = await talked();
    for (let n = 1; n <= 7; n++)
      await w.say(n % 2 ? w.sara : w.omar, `hit ${n}`, n % 2 ? w.conversation_id : w.elsewhere);
    const first = await w.find("hit", { limit: 3 });
    await w.say(w.sara, "hit 8");
    const second = await w.find("hit", { limit: 3, cursor: first.next_cursor ?? "" });
    const third = await w.find("hit", { limit: 3, cursor: second.next_cursor ?? "" });
    const all = [first, second, third].map((page) => page.items.map((hit) => hit.message.message.slice(4)).join(""));
    expect(all).toEqual(["765", "432", "1"]);
    expect(third.next_cursor).toBeNull();
    for (const cursor of ["x", "", "%%"]) {
      expect(await refused(w.find("hit", { cursor }))).toBe("validation_failed cursor:invalid_value");
    }
  });

  it("makes old messages findable a few at a time, and takes nothing back from an edit", async () => {
    const w = await talked();
    const said = await w.say(w.sara, "قديمة");
    const edited = await w.say(w.ahmed, "first");
    const unfold = { where: { id: { in: [said.id, edited.id] } }, data: { searchText: null } };
    await database().transaction((tx) => tx.message.updateMany(unfold));
    expect(await w.texts("قديمه")).toEqual([]);
    await editMessage.execute(w.ctx.as(w.ahmed), { message_id: edited.id, message: "second" });
    for (let after: number | null = 0; after !== null; ) after = await foldMessages(database(), after);
    expect([await w.texts("قديمه"), await w.texts("first"), await w.texts("second")]).toEqual([
      ["قديمة"],
      [],
      ["second"],
    ]);
  });
});

describe("groupsOf", () => {
  it("covers every message once, newest parts first, never more than a query may look at", () => {
    const whole = fc.record({ after: fc.nat(20), length: fc.nat(60), at: fc.nat(100) });
    fc.assert(
      fc.property(fc.array(whole, { maxLength: 12 }), fc.integer({ min: 1, max: 25 }), (list, look) => {
        const conversations = list.map(({ after, length, at }, index) => ({
          conversationId: index,
          after,
          upTo: after + length,
          updatedAt: new Date(at),
        }));
        const groups = groupsOf(conversations, look, 3);
        for (const group of groups) {
          expect(group.length).toBeLessThanOrEqual(3);
          expect(group.reduce((sum, { after, upTo }) => sum + upTo - after, 0)).toBeLessThanOrEqual(look);
        }
        const seqs = (stretches: { conversationId: number; after: number; upTo: number }[]) =>
          stretches.flatMap(({ conversationId, after, upTo }) =>
            Array.from({ length: upTo - after }, (_, n) => `${conversationId}:${upTo - n}`),
          );
        const covered = seqs(groups.flat());
        expect(new Set(covered).size).toBe(covered.length);
        expect([...covered].sort()).toEqual(seqs(conversations).sort());
        const times = groups.flat().map(({ updatedAt }) => updatedAt.getTime());
        expect(times).toEqual([...times].sort((a, b) => b - a));
      }),
    );
  });
});
