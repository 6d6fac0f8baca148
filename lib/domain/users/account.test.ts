import { expect, it } from "vitest";
import { startCall } from "@/lib/domain/calls";
import { sendMessage, startConversation } from "@/lib/domain/chat";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { newAccount, password } from "@/lib/domain/testing/accounts";
import { testContext } from "@/lib/domain/testing/context";
import { overtaken } from "@/lib/domain/testing/overtaken";
import { befriend, block } from "@/lib/domain/testing/people";
import { refused } from "@/lib/domain/testing/refused";
import { getUser } from "@/lib/domain/users";
import {
  changePassword,
  deleteMe,
  getMe,
  listSessions,
  login,
  logout,
  revokeOtherSessions,
  revokeSession,
  searchUsers,
  signInWeb,
  updateMe,
} from "./index";
import { findSession, findSessionByToken } from "./sessions";

onEachDatabase("one's own account", (database) => {
  async function saraAndAhmed() {
    const sara = await newAccount(database(), "سارة");
    const ahmed = await newAccount(database(), "أحمد");
    const ctx = testContext(database(), { actor: sara });
    const again = () => login.execute(ctx, { username: sara.username, password, device_name: "هاتف" });
    return { sara, ahmed, ctx, again };
  }
  const isOver = async (sessionId: string) => (await findSession(database().hot.read, sessionId)) === null;

  it("changes only the fields given, and tells friends and conversation partners of a name", async () => {
    const { sara, ahmed, ctx } = await saraAndAhmed();
    const partner = await newAccount(database());
    const blocked = await newAccount(database());
    await befriend(database(), sara, ahmed);
    await startConversation.execute(ctx, { user_id: partner.id });
    await startConversation.execute(ctx, { user_id: blocked.id });
    await block(database(), sara, blocked);
    ctx.world.events.length = 0;
    await updateMe.execute(ctx, { about: "مرحبًا", email: "s@nida.test", locale: "en" });
    const me = await updateMe.execute(ctx, { name: "سارة علي", id: ahmed.id, passwordHash: "x" });
    expect(me).toMatchObject({ id: sara.id, name: "سارة علي", about: "مرحبًا", email: "s@nida.test", locale: "en" });
    expect(await getMe.execute(ctx, {})).toEqual(me);
    expect(ctx.world.events.map((event) => [event.name, [...event.to].sort()])).toEqual([
      ["me.updated", [sara.id]],
      ["user.updated", [ahmed.id, partner.id].sort()],
      ["me.updated", [sara.id]],
    ]);
    expect(ctx.world.events[1]?.data).toEqual({
      id: sara.id,
      name: "سارة علي",
      username: sara.username,
      avatar: null,
    });
    const found = await searchUsers.execute(ctx.as(ahmed), { query: `سارة علي ${sara.username}` });
    expect(found.items.map((person) => person.id)).toEqual([sara.id]);
    expect(await updateMe.execute(ctx, { email: null, locale: null })).toMatchObject({ email: null, locale: null });
  });

  it.each([
    [{ name: "" }, "validation_failed name:required"],
    [{ name: null }, "validation_failed name:wrong_type"],
    [{ name: "\u200b\u2060" }, "validation_failed name:invalid_value"],
    [{ name: "\u3164\u2800\ufe0f" }, "validation_failed name:invalid_value"],
    [{ name: "سارة\u0085علي" }, "validation_failed name:invalid_value"],
    [{ about: "x".repeat(301) }, "validation_failed about:too_long"],
    [{ locale: "fr" }, "validation_failed locale:invalid_value"],
    [{ hide_presence: "yes" }, "validation_failed hide_presence:wrong_type"],
  ])("does not take %j", async (input, answer) => {
    const { ctx } = await saraAndAhmed();
    expect(await refused(updateMe.execute(ctx, input))).toBe(answer);
  });

  it("shows whoever is signed in only to themselves", async () => {
    const { ctx } = await saraAndAhmed();
    for (const op of [getMe, updateMe, logout, listSessions, revokeOtherSessions, changePassword, deleteMe]) {
      expect(await refused(op.execute(ctx.asStranger(), {}))).toBe("unauthenticated");
    }
  });

  it("lists sessions, the last used first, and never a token", async () => {
    const { sara, ctx, again } = await saraAndAhmed();
    ctx.world.clock.advance(1000);
    const { token } = await again();
    const sessions = await listSessions.execute(ctx, {});
    expect(sessions.map(({ kind, name, current }) => [kind, name, current])).toEqual([
      ["token", "هاتف", false],
      ["web", "", true],
    ]);
    expect(sessions[1]?.id).toBe(sara.sessionId);
    expect(JSON.stringify(sessions)).not.toContain(token);
  });

  it("ends this session on signing out, and only this one", async () => {
    const { sara, ctx, again } = await saraAndAhmed();
    const { token } = await again();
    await logout.execute(ctx, {});
    expect(await isOver(sara.sessionId)).toBe(true);
    expect(await findSessionByToken(database().hot.read, token)).not.toBeNull();
    expect(ctx.world.events).toEqual([
      { name: "session.revoked", data: { session_ids: [sara.sessionId] }, to: [sara.id] },
    ]);
  });

  it("ends one session once; somebody else's does not exist", async () => {
    const { sara, ahmed, ctx } = await saraAndAhmed();
    const { session_id } = await signInWeb.execute(ctx, { username: sara.username, password });
    expect(await refused(revokeSession.execute(ctx, { session_id: ahmed.sessionId }))).toBe("not_found");
    expect(await isOver(ahmed.sessionId)).toBe(false);
    const attempts = [1, 2].map(() => refused(revokeSession.execute(ctx, { session_id })));
    expect((await Promise.all(attempts)).sort()).toContain("nothing");
    expect(await isOver(session_id)).toBe(true);
    expect(await refused(revokeSession.execute(ctx, { session_id }))).toBe("not_found");
    expect(await refused(revokeSession.execute(ctx, { session_id: { not: "" } }))).toBe(
      "validation_failed session_id:wrong_type",
    );
    expect(await isOver(sara.sessionId)).toBe(false);
  });

  it("ends all other sessions, of oneself alone", async () => {
    const { sara, ahmed, ctx, again } = await saraAndAhmed();
    const { token } = await again();
    await revokeOtherSessions.execute(ctx, {});
    expect(await findSessionByToken(database().hot.read, token)).toBeNull();
    expect([await isOver(sara.sessionId), await isOver(ahmed.sessionId)]).toEqual([false, false]);
  });

  it("changes the password, ends all other sessions and says which", async () => {
    const { sara, ctx, again } = await saraAndAhmed();
    const { token } = await again();
    const other = (await findSessionByToken(database().hot.read, token))?.id;
    const change = (current_password: string) =>
      changePassword.execute(ctx, { current_password, new_password: "another horse" });
    expect(await refused(change("wrong"))).toBe("validation_failed current_password:password_wrong");
    expect(await findSessionByToken(database().hot.read, token)).not.toBeNull();
    await change(password);
    expect(await findSessionByToken(database().hot.read, token)).toBeNull();
    expect(await isOver(sara.sessionId)).toBe(false);
    expect(ctx.world.events).toEqual([{ name: "session.revoked", data: { session_ids: [other] }, to: [sara.id] }]);
    expect(await refused(again())).toBe("unauthenticated bad_credentials");
    expect(await refused(login.execute(ctx, { username: sara.username, password: "another horse" }))).toBe("nothing");
  });

  it("lets one of two changes of the password at once win", async () => {
    const { ctx } = await saraAndAhmed();
    const change = (on: typeof ctx) =>
      changePassword.execute(on, { current_password: password, new_password: "another horse" });
    expect(await refused(change(overtaken(ctx, () => change(ctx))))).toBe("conflict");
  });

  it("is deleted only with its password, and leaves no name, friend, block or session behind", async () => {
    const { sara, ahmed, ctx, again } = await saraAndAhmed();
    const foe = await newAccount(database());
    const requestId = await befriend(database(), sara, ahmed);
    await block(database(), sara, foe);
    await block(database(), ahmed, sara);
    await updateMe.execute(ctx, { about: "سر", email: "s@nida.test" });
    const { token } = await again();
    ctx.world.events.length = 0;
    expect(await refused(deleteMe.execute(ctx, { password: "wrong" }))).toBe(
      "validation_failed password:password_wrong",
    );
    expect(await isOver(sara.sessionId)).toBe(false);
    await deleteMe.execute(ctx, { password });
    const row = await database().db.user.findUnique({ where: { id: sara.id } });
    expect(row).toMatchObject({ name: "—", about: "", email: null, avatarKey: null, searchText: "", passwordHash: "" });
    expect(row?.username).toMatch(/^deleted-[0-9a-f-]{36}$/);
    expect([await isOver(sara.sessionId), await findSessionByToken(database().hot.read, token)]).toEqual([true, null]);
    const mine = { OR: [{ lowId: sara.id }, { highId: sara.id }] };
    expect(await database().db.friendship.count({ where: mine })).toBe(0);
    expect(await database().db.block.count({ where: { OR: [{ blockerId: sara.id }, { blockedId: sara.id }] } })).toBe(
      0,
    );
    expect(ctx.world.events.find((event) => event.name === "friend.removed")).toEqual({
      name: "friend.removed",
      data: { user_id: sara.id, request_id: requestId },
      to: [ahmed.id],
    });
    expect(await refused(getUser.execute(ctx.as(ahmed), { user_id: sara.id }))).toBe("not_found");
    expect(await refused(again())).toBe("unauthenticated bad_credentials");
  });

  it("once deleted, leaves its messages to the other, nameless, and its call is over", async () => {
    const { ahmed, sara, ctx } = await saraAndAhmed();
    await befriend(database(), sara, ahmed);
    const { conversation_id } = await startConversation.execute(ctx, { user_id: ahmed.id });
    await sendMessage.execute(ctx, { conversation_id, message: "وداعًا" });
    const call = await startCall.execute(ctx, { conversation_id, device_id: "sara-tab-1" });
    ctx.world.events.length = 0;
    await deleteMe.execute(ctx, { password });
    expect(await database().db.message.count({ where: { senderId: sara.id, body: "وداعًا" } })).toBe(1);
    expect(await database().db.call.findUnique({ where: { id: call.id } })).toMatchObject({ status: "ended" });
    const renamed = ctx.world.events.find((event) => event.name === "user.updated");
    expect(renamed).toMatchObject({ data: { id: sara.id, name: "—", avatar: null }, to: [ahmed.id] });
  });
});
