import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { newUsername } from "@/lib/domain/testing/accounts";
import { testContext } from "@/lib/domain/testing/context";
import { befriend, block, createPerson } from "@/lib/domain/testing/people";
import { refused } from "@/lib/domain/testing/refused";
import { getProfile, getUser, searchUsers } from "./index";

onEachDatabase("searching people", (database) => {
  /** A searcher, and a word that only this test's people have in their names. */
  async function world(...names: string[]) {
    const word = `q${randomUUID().slice(0, 8)}`;
    const me = await createPerson(database(), newUsername(), { name: `${word} الباحث` });
    const people = [];
    for (const name of names)
      people.push(await createPerson(database(), newUsername(), { name: name.replace("WORD", word) }));
    const ctx = testContext(database(), { actor: me });
    const names_ = async (query: string, more: object = {}) =>
      (await searchUsers.execute(ctx, { query: query.replace("WORD", word), ...more })).items.map(({ name }) =>
        name.replace(word, "WORD"),
      );
    return { word, me, people, ctx, found: names_ };
  }

  it("finds a name in every Arabic spelling, with and without marks", async () => {
    const { found } = await world("WORD أُميمة مصطفى", "WORD لؤي");
    for (const query of ["WORD اميمه", "WORD أميـمة مصطفي", "مُصْطَفَى WORD"]) {
      expect(await found(query)).toEqual(["WORD أُميمة مصطفى"]);
    }
    expect(await found("WORD لوي")).toEqual(["WORD لؤي"]);
  });

  it("finds by username, in any letter case", async () => {
    const username = newUsername("Sara.".toLowerCase());
    const sara = await createPerson(database(), username, { name: "سارة" });
    const { ctx } = await world();
    const { items } = await searchUsers.execute(ctx, { query: username.toUpperCase() });
    expect(items.map(({ id }) => id)).toEqual([sara.id]);
  });

  it("puts those whose words begin so before those that only hold it, each by name", async () => {
    const { found } = await world("ب xWORD", "أ xWORD", "ي WORD", "ج WORD");
    expect(await found("WORD")).toEqual(["ج WORD", "ي WORD", "أ xWORD", "ب xWORD"]);
  });

  it("goes page by page through both, each person once", async () => {
    const names = ["أ WORD", "ب WORD", "ج WORD", "أ xWORD", "ب xWORD"];
    const { word, ctx } = await world(...names);
    for (const limit of [1, 2, 3, 4, 5]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await searchUsers.execute(ctx, { query: word, limit, cursor });
        expect(page.items.length).toBeGreaterThan(0);
        seen.push(...page.items.map(({ name }) => name.replace(word, "WORD")));
        cursor = page.next_cursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual(names);
    }
  });

  it("keeps its place when somebody before it is gone", async () => {
    const { word, ctx, people } = await world("أ WORD", "ب WORD", "ج WORD");
    const page = await searchUsers.execute(ctx, { query: word, limit: 2 });
    const [first, second] = people;
    for (const person of [first, second]) {
      await database().transaction((tx) =>
        tx.user.update({ where: { id: person?.id ?? 0 }, data: { deletedAt: new Date() } }),
      );
    }
    const rest = await searchUsers.execute(ctx, { query: word, limit: 2, cursor: page.next_cursor });
    expect(rest.items.map(({ name }) => name)).toEqual([`ج ${word}`]);
    expect(rest.next_cursor).toBeNull();
  });

  it("takes wildcards for what they are", async () => {
    const { found } = await world("WORD 100%", "WORD a_b", "WORD axb", "WORD c\\d");
    expect(await found("WORD 1%0")).toEqual([]);
    expect(await found("WORD 0%")).toEqual(["WORD 100%"]);
    expect(await found("WORD a_b")).toEqual(["WORD a_b"]);
    expect(await found("WORD c\\d")).toEqual(["WORD c\\d"]);
  });

  it("finds nobody for nothing", async () => {
    const { ctx } = await world("WORD");
    for (const query of ["", "   ", "ـ", "\u200c"]) {
      expect(await searchUsers.execute(ctx, { query })).toEqual({ items: [], next_cursor: null });
    }
    expect(await searchUsers.execute(ctx, {})).toEqual({ items: [], next_cursor: null });
    expect((await searchUsers.execute(ctx, { query: "a\u0000\ud800' OR 1=1 --" })).items).toEqual([]);
  });

  it("does not find oneself, the deleted, or anybody across a block, either way", async () => {
    const { me, people, found, ctx } = await world("WORD أنا حظرته", "WORD هو حظرني", "WORD صديق", "WORD محذوف");
    const [byMe, byThem, friend, gone] = people;
    if (!byMe || !byThem || !friend || !gone) throw new Error("four people");
    await block(database(), me, byMe);
    await block(database(), byThem, me);
    await befriend(database(), me, friend);
    await database().transaction((tx) => tx.user.update({ where: { id: gone.id }, data: { deletedAt: new Date() } }));
    expect(await found("WORD")).toEqual(["WORD صديق"]);
    expect(await getUser.execute(ctx, { user_id: byMe.id })).toMatchObject({ relation: "blocked" });
    for (const hidden of [byThem, gone]) {
      expect(await refused(getUser.execute(ctx, { user_id: hidden.id }))).toBe("not_found");
      const row = await database().db.user.findUnique({ where: { id: hidden.id } });
      expect(await refused(getProfile.execute(ctx, { username: row?.username }))).toBe("not_found");
    }
  });

  it("says how one stands to each person found", async () => {
    const { me, people, word, ctx } = await world("WORD أ", "WORD ب");
    const [friend] = people;
    if (!friend) throw new Error("a friend");
    await befriend(database(), me, friend);
    const { items } = await searchUsers.execute(ctx, { query: word });
    expect(items.map(({ relation, request_id }) => [relation, request_id])).toEqual([
      ["friend", null],
      ["none", null],
    ]);
  });

  it("refuses wrong types, cursors that are none, and those who are not signed in", async () => {
    const { ctx } = await world();
    expect(await refused(searchUsers.execute(ctx, { query: { contains: "" } }))).toBe(
      "validation_failed query:wrong_type",
    );
    expect(await refused(searchUsers.execute(ctx, { query: "x".repeat(65) }))).toBe("validation_failed query:too_long");
    for (const cursor of ["", "3-1", "1", "1-", "1-x", "1-0", "1-99999999999", "2-1 OR 1"]) {
      expect(await refused(searchUsers.execute(ctx, { query: "a", cursor }))).toBe(
        "validation_failed cursor:invalid_value",
      );
    }
    expect(await refused(searchUsers.execute(ctx.asStranger(), { query: "a" }))).toBe("unauthenticated");
  });

  it("opens a profile by username, one's own too, and no other way", async () => {
    const { me, ctx } = await world();
    const row = await database().db.user.findUnique({ where: { id: me.id } });
    expect(await getProfile.execute(ctx, { username: row?.username.toUpperCase() })).toMatchObject({
      id: me.id,
      relation: "self",
    });
    expect(await refused(getProfile.execute(ctx, { username: "لا أحد" }))).toBe("not_found");
    expect(await refused(getProfile.execute(ctx, { username: { not: "" } }))).toBe(
      "validation_failed username:wrong_type",
    );
    expect(await refused(getProfile.execute(ctx, {}))).toBe("validation_failed username:required");
    expect(await refused(getProfile.execute(ctx.asStranger(), { username: row?.username }))).toBe("unauthenticated");
  });
});
