import { beforeEach, describe, expect, it } from "vitest";
import { acceptCall, startCall } from "@/lib/domain/calls";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { saying, world } from "@/lib/domain/chat/testing/world";
import type { Actor } from "@/lib/domain/context";
import { newAccount, newUsername, password } from "@/lib/domain/testing/accounts";
import { type TestContext, testContext } from "@/lib/domain/testing/context";
import { befriend } from "@/lib/domain/testing/people";
import { refused } from "@/lib/domain/testing/refused";
import { listReports, login, reportPerson, signInWeb } from "@/lib/domain/users";
import { addPerson, listPeople, lockPerson, promotePerson, purgePerson, resetPassword, unlockPerson } from ".";
import { demotePerson } from "./promote-person";

onEachDatabase("the operator", (database) => {
  let ctx: TestContext<null>;
  let sara: Actor & { username: string };
  beforeEach(async () => {
    ctx = testContext(database(), { actor: null });
    sara = await newAccount(database());
  });
  const sessionsOf = (userId: number) => database().db.session.count({ where: { userId } });
  const enter = (word = password) => login.execute(ctx, { username: sara.username, password: word });
  const rowOf = async ({ id }: Actor) => {
    const row = await database().db.user.findUnique({ where: { id } });
    if (!row) throw new Error("nobody");
    return row;
  };
  const revoked = () => ctx.world.events.filter(({ name }) => name === "session.revoked");

  it("makes a person, who can sign in, by the rules of registering", async () => {
    const username = newUsername();
    const id = await addPerson(ctx, { username: ` ${username.toUpperCase()} `, name: "ليلى", password });
    expect((await login.execute(ctx, { username, password })).user.id).toBe(id);
    expect(await sessionsOf(id)).toBe(1);
    expect(await refused(addPerson(ctx, { username, name: "", password: "short" }))).toBe(
      "validation_failed name:required password:too_short",
    );
    expect(await refused(addPerson(ctx, { username, name: "L", password }))).toBe(
      "conflict username_taken username:username_taken",
    );
  });

  it("locks an account: every session ends and is said to, and nobody signs in until it is unlocked", async () => {
    await enter();
    expect(await lockPerson(ctx, sara.username.toUpperCase())).toEqual({ id: sara.id, sessions: 2 });
    expect(await sessionsOf(sara.id)).toBe(0);
    expect(revoked()).toMatchObject([{ to: [sara.id], data: { session_ids: { length: 2 } } }]);
    expect(await refused(enter())).toBe("forbidden account_locked");
    expect(await refused(signInWeb.execute(ctx, { username: sara.username, password }))).toBe(
      "forbidden account_locked",
    );
    expect(await refused(enter("not the password"))).toBe("unauthenticated bad_credentials");
    expect(await refused(lockPerson(ctx, sara.username))).toBe("conflict already_locked");
    expect(await unlockPerson(ctx, sara.username)).toEqual({ id: sara.id });
    expect((await enter()).user.id).toBe(sara.id);
    expect(await refused(unlockPerson(ctx, sara.username))).toBe("conflict not_locked");
  });

  it("leaves no session open to whoever signs in while it is locked", async () => {
    const outcomes = await Promise.all([
      lockPerson(ctx, sara.username),
      ...Array.from({ length: 8 }, () => enter().catch(() => null)),
    ]);
    expect(outcomes).toHaveLength(9);
    expect(await sessionsOf(sara.id)).toBe(0);
  });

  it("ends the call of who is locked, at once and for both", async () => {
    const two = await world(database());
    await befriend(database(), two.ahmed, two.sara);
    const call = await startCall.execute(two.ctx, { conversation_id: two.conversation_id, device_id: "ahmed-tab" });
    await acceptCall.execute(two.ctx.as(two.sara), { call_id: call.id, device_id: "sara-tab1" });
    const { username } = await rowOf(two.sara);
    await lockPerson(ctx, username);
    const ended = ctx.world.events.find(({ name }) => name === "call.ended");
    expect(ended).toMatchObject({ data: { call: { id: call.id, status: "ended" } } });
    expect([...(ended?.to ?? [])].sort()).toEqual([two.ahmed.id, two.sara.id].sort());
  });

  it("gives another password; the old one and every session are over", async () => {
    expect(await refused(resetPassword(ctx, sara.username, "short"))).toBe("validation_failed password:too_short");
    expect(await sessionsOf(sara.id)).toBe(1);
    expect(await resetPassword(ctx, sara.username, "a whole new horse")).toEqual({ id: sara.id, sessions: 1 });
    expect(revoked()).toMatchObject([{ to: [sara.id], data: { session_ids: [sara.sessionId] } }]);
    expect(await refused(enter())).toBe("unauthenticated bad_credentials");
    expect((await enter("a whole new horse")).user.id).toBe(sara.id);
  });

  it("deletes an account as its person could have: what they wrote stays, without their name", async () => {
    const two = await world(database());
    const said = await saying(two.ctx, two.conversation_id)("مرحباً");
    const { username } = await rowOf(two.ahmed);
    await promotePerson(ctx, username);
    expect(await purgePerson(ctx, username)).toEqual({ id: two.ahmed.id });
    const row = await rowOf(two.ahmed);
    expect(row).toMatchObject({ name: "—", searchText: "", passwordHash: "", adminSince: null });
    expect(row.deletedAt).not.toBeNull();
    expect(await sessionsOf(two.ahmed.id)).toBe(0);
    expect(await database().db.message.findUnique({ where: { id: said.id } })).toMatchObject({ body: "مرحباً" });
    const told = ctx.world.events.filter(({ to }) => to.includes(two.sara.id)).map(({ name }) => name);
    expect(told).toContain("user.updated");
    expect(await refused(purgePerson(ctx, username))).toBe("not_found nobody_named");
  });

  it("knows nobody by a name that nobody has", async () => {
    const username = newUsername();
    const all = [lockPerson, unlockPerson, purgePerson, promotePerson, demotePerson].map((act) =>
      refused(act(ctx, username)),
    );
    expect(new Set(await Promise.all(all))).toEqual(new Set(["not_found nobody_named"]));
    expect(await refused(resetPassword(ctx, username, password))).toBe("not_found nobody_named");
  });

  describe("an admin", () => {
    it("reads what was reported, the newest first, until that is taken back", async () => {
      const layla = await newAccount(database());
      for (const reason of ["first", "second"]) {
        await reportPerson.execute(ctx.as(sara), { user_id: layla.id, reason });
      }
      expect(await refused(listReports.execute(ctx.as(sara), {}))).toBe("forbidden");
      await promotePerson(ctx, sara.username);
      const { items, next_cursor } = await listReports.execute(ctx.as(sara), { limit: 1 });
      expect(items).toMatchObject([{ reason: "second", reporter: { id: sara.id }, reported: { id: layla.id } }]);
      const rest = await listReports.execute(ctx.as(sara), { limit: 1, cursor: next_cursor ?? "" });
      expect(rest.items).toMatchObject([{ reason: "first" }]);
      expect(await refused(promotePerson(ctx, sara.username))).toBe("conflict already_admin");
      await demotePerson(ctx, sara.username);
      expect(await refused(listReports.execute(ctx.as(sara), {}))).toBe("forbidden");
      expect(await refused(demotePerson(ctx, sara.username))).toBe("conflict not_admin");
    });
  });

  it("lists people by any spelling of their names, those who are locked, and admins; nobody who is deleted", async () => {
    const list = async (only: "locked" | "admins" | null, query = sara.username) =>
      (await listPeople(ctx, { query, only, limit: 50 })).people.map(({ id }) => id);
    expect(await list(null)).toEqual([sara.id]);
    expect(await list(null, `ساره ${sara.username}`)).toEqual([sara.id]);
    expect([await list("locked"), await list("admins")]).toEqual([[], []]);
    await promotePerson(ctx, sara.username);
    await lockPerson(ctx, sara.username);
    expect([await list("locked"), await list("admins")]).toEqual([[sara.id], [sara.id]]);
    const { people } = await listPeople(ctx, { query: sara.username, only: null, limit: 50 });
    expect(people).toMatchObject([{ username: sara.username, name: "سارة", sessions: 0, locked: true, admin: true }]);
    const everybody = await listPeople(ctx, { query: "", only: null, limit: 1 });
    expect(everybody.people).toHaveLength(1);
    expect(everybody.total).toBeGreaterThan(1);
    await purgePerson(ctx, sara.username);
    expect(await list(null)).toEqual([]);
  });
});
