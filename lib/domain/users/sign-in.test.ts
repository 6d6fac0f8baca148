import * as argon2 from "@node-rs/argon2";
import { beforeEach, expect, it, vi } from "vitest";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { newAccount, newUsername, password } from "@/lib/domain/testing/accounts";
import { testContext } from "@/lib/domain/testing/context";
import { overtaken } from "@/lib/domain/testing/overtaken";
import { refused } from "@/lib/domain/testing/refused";
import { changePassword, deleteMe, login, register, registerWeb, signInWeb } from "./index";
import { hashPassword, nobodysHash } from "./passwords";
import { findSession, findSessionByToken, touchSession } from "./sessions";

vi.mock("@node-rs/argon2", async (importOriginal) => {
  const real = await importOriginal<typeof argon2>();
  return { ...real, verify: vi.fn(real.verify) };
});
const verify = vi.mocked(argon2.verify);
beforeEach(() => {
  verify.mockClear();
});

it("hashes with argon2id, 19 MiB, two passes, one lane; the hash of nobody costs the same", async () => {
  const cost = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[^$]{22}\$[^$]{43}$/;
  expect(await hashPassword("a")).toMatch(cost);
  expect(nobodysHash).toMatch(cost);
  expect(await hashPassword("a")).not.toBe(await hashPassword("a"));
});

onEachDatabase("an account", (database) => {
  const stranger = () => testContext(database(), { actor: null, userAgent: "Dart/3.5 (dart:io)" });

  it("is made with a token that finds its session and is kept only as a hash", async () => {
    const username = newUsername();
    const input = { name: " أحمد محمد ", username: ` ${username.toUpperCase()} `, password, email: "a@nida.test" };
    const { token, user } = await register.execute(stranger(), input);
    expect(user).toMatchObject({ name: "أحمد محمد", username, email: "a@nida.test", avatar: null, locale: null });
    expect(token).toMatch(/^nida_[A-Za-z0-9_-]{43}$/);
    const session = await findSessionByToken(database().hot.read, token);
    expect(session?.userId).toBe(user.id);
    const [row] = await database().db.session.findMany({ where: { userId: user.id } });
    expect(row).toMatchObject({ kind: "token", name: "Dart/3.5 (dart:io)" });
    expect(JSON.stringify(row)).not.toContain(token.slice(5));
    expect(await findSessionByToken(database().hot.read, `${token}x`)).toBeNull();
    expect(await findSession(database().hot.read, String(row?.id))).toBeNull();
  });

  it.each([
    [{ name: "", username: "ahmed", password }, "validation_failed name:required"],
    [{ name: "a\u202eb", username: "ahmed", password }, "validation_failed name:invalid_value"],
    [{ name: "أ", username: "أحمد", password }, "validation_failed username:username_invalid"],
    [{ name: "أ", username: "a b", password }, "validation_failed username:username_invalid"],
    [{ name: "أ", username: { contains: "a" }, password }, "validation_failed username:wrong_type"],
    [{ name: ["أ"], username: "ahmed", password }, "validation_failed name:wrong_type"],
    [{ name: "أ", username: "ahmed", password: 12345678 }, "validation_failed password:wrong_type"],
    [{ name: "أ", username: "ahmed", password: "x".repeat(129) }, "validation_failed password:too_long"],
    [{ name: "أ", username: "ahmed", password, email: "no" }, "validation_failed email:invalid_value"],
    [{}, "validation_failed name:required username:required password:required"],
    [null, "validation_failed body:wrong_type"],
  ])("is refused for %j", async (input, answer) => {
    expect(await refused(register.execute(stranger(), input))).toBe(answer);
    expect(await refused(registerWeb.execute(stranger(), input))).toBe(answer);
  });

  it("goes to one of two who want the same username at once", async () => {
    const username = newUsername();
    const attempts = [username, username.toUpperCase()].map((wanted) =>
      refused(register.execute(stranger(), { name: "أحمد", username: wanted, password })),
    );
    const taken = "conflict username_taken username:username_taken";
    expect((await Promise.all(attempts)).sort()).toEqual([taken, "nothing"]);
    expect(await refused(register.execute(stranger(), { name: "أحمد", username, password }))).toBe(taken);
    expect(await database().db.user.count({ where: { username } })).toBe(1);
  });

  it("opens to the right password, in any letter case of the username", async () => {
    const sara = await newAccount(database());
    const { token, user } = await login.execute(stranger(), { username: sara.username.toUpperCase(), password });
    expect(user.id).toBe(sara.id);
    expect((await findSessionByToken(database().hot.read, token))?.userId).toBe(sara.id);
    const web = await signInWeb.execute(stranger(), { username: sara.username, password, device_name: "حاسوبي" });
    expect((await findSession(database().hot.read, web.session_id))?.userId).toBe(sara.id);
    const row = await database().db.session.findUnique({ where: { id: web.session_id } });
    expect(row).toMatchObject({ kind: "web", name: "حاسوبي", tokenHash: null });
  });

  it("answers the same after the same work for an unknown name, a wrong password and a deleted account", async () => {
    const sara = await newAccount(database());
    const gone = await newAccount(database());
    await deleteMe.execute(testContext(database(), { actor: gone }), { password });
    const { username: emptied } = await database()
      .db.user.findFirst({ where: { id: gone.id } })
      .then((row) => ({ username: String(row?.username) }));
    const cases = [newUsername(), sara.username, gone.username, emptied];
    for (const op of [login, signInWeb]) {
      for (const username of cases) {
        verify.mockClear();
        const answer = await refused(op.execute(stranger(), { username, password: "wrong" }));
        expect(answer).toBe("unauthenticated bad_credentials");
        expect(verify).toHaveBeenCalledTimes(1);
        expect(verify.mock.calls[0]?.[0]).toMatch(/m=19456,t=2,p=1/);
      }
    }
    expect(await refused(login.execute(stranger(), { username: emptied, password: "" }))).toContain("required");
  });

  it("takes only text as credentials", async () => {
    const { username } = await newAccount(database());
    for (const bad of [
      { username: { not: "" }, password },
      { username, password: { not: "" } },
      { username: [username], password },
    ]) {
      expect(await refused(login.execute(stranger(), bad))).toMatch(
        /^validation_failed (username|password):wrong_type$/,
      );
    }
    expect(verify).not.toHaveBeenCalled();
  });

  it("is not opened by a password that is changed in the same moment", async () => {
    const sara = await newAccount(database());
    const change = () =>
      changePassword.execute(testContext(database(), { actor: sara }), {
        current_password: password,
        new_password: "another horse",
      });
    const late = overtaken(stranger(), change);
    expect(await refused(login.execute(late, { username: sara.username, password }))).toBe(
      "unauthenticated bad_credentials",
    );
    expect(await database().db.session.count({ where: { userId: sara.id } })).toBe(1);
  });

  it("notes the use of a session at most once a minute", async () => {
    const sara = await newAccount(database());
    const now = new Date("2026-01-25T10:00:00.000Z");
    const lastUse = async (seconds: number) => {
      const at = new Date(now.getTime() + seconds * 1000);
      const session = await findSession(database().hot.read, sara.sessionId, at);
      if (!session) throw new Error("no session");
      await touchSession(database(), session, at);
      const row = await database().db.session.findUnique({ where: { id: sara.sessionId } });
      return (row?.lastUsedAt.getTime() ?? 0) - now.getTime();
    };
    expect(await lastUse(59)).toBe(0);
    expect(await lastUse(60)).toBe(60_000);
    expect(await lastUse(61)).toBe(60_000);
  });
});
