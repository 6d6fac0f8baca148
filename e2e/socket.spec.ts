import { expect } from "./fixtures";
import { type Account, newcomer, rest, twoPeople, webCookie } from "./support/rest";
import { closedAfter, refusedAt, type Wire } from "./support/socket";
import { expectAlive, withSockets } from "./support/with-sockets";

const test = withSockets();

test("who is not known is refused, and so is a page of another origin", async ({ server, open }) => {
  const sara = await newcomer(server.url);
  const cookie = await webCookie(server.url, sara);
  const refused = { data: { status: 403, code: "unauthenticated" } };
  const name = "next-auth.session-token";
  for (const identity of [{}, { token: "nida_unknown" }, { token: "\u0000" }, { cookie: `${name}=%E0%A4%A` }]) {
    expect(await refusedAt(server.url, identity), JSON.stringify(identity)).toMatchObject(refused);
  }
  for (const origin of ["https://evil.example", "null", `${server.url}.evil.example`]) {
    const refusal = await refusedAt(server.url, { cookie, origin });
    expect(refusal.data, "refused before it is a socket").toBeUndefined();
    await refusedAt(server.url, { token: sara.token, origin });
  }
  await expectAlive(await open({ token: sara.token }), "a token");
  await expectAlive(await open({ cookie }), "a cookie");
  await expectAlive(await open({ cookie, user_id: sara.id }), "a cookie of the person expected");
  expect(await refusedAt(server.url, { cookie, user_id: sara.id + 1 }), "a cookie of another").toMatchObject(refused);
  await expectAlive(await open({ cookie, origin: server.url }), "a cookie from a page of ours");
  await rest(server.url, "POST", "/logout", { token: sara.token });
  expect(await refusedAt(server.url, { token: sara.token })).toMatchObject(refused);
});

test("a session that ends closes its sockets within a second, and no others", async ({ server, open }) => {
  test.setTimeout(90_000);
  const { ahmed, sara } = await twoPeople(server.url);
  const bystander = await open({ token: ahmed.token });
  const signIn = async (who: Account): Promise<string> => {
    const { body, text } = await rest(server.url, "POST", "/login", { body: who });
    if (!body?.status) throw new Error(`not signed in: ${text}`);
    return (body.data as { token: string }).token;
  };
  const othersOf = async (who: Account, kind: string) => {
    const all = await who.ask<{ id: string; kind: string; current: boolean }[]>("GET", "/me/tokens");
    return all.filter((session) => session.kind === kind && !session.current).map(({ id }) => id);
  };
  const expectClosed = async (closing: Wire[], act: () => Promise<unknown>, what: string) => {
    const closed = closing.map((one) => closedAfter(one, 5000));
    const from = Date.now();
    await act();
    const acted = Date.now() - from;
    for (const ms of await Promise.all(closed)) expect(Number(ms) - acted, what).toBeLessThan(1000);
    await expectAlive(bystander, `a bystander of: ${what}`);
  };
  const keeper = await open({ token: sara.token });

  const phone = await open({ token: await signIn(sara) });
  const [phoneId] = await othersOf(sara, "token");
  await expectClosed([phone], () => sara.ask("DELETE", `/me/tokens/${phoneId}`), "a token revoked");
  const browser = await open({ cookie: await webCookie(server.url, sara) });
  const [browserId] = await othersOf(sara, "web");
  await expectClosed([browser], () => sara.ask("DELETE", `/me/tokens/${browserId}`), "a web session revoked");
  await expectAlive(keeper, "the session that revoked");

  const tablet = await signIn(sara);
  const tabs = [await open({ token: tablet }), await open({ token: tablet })];
  await expectClosed(tabs, () => rest(server.url, "POST", "/logout", { token: tablet }), "logged out");
  const cookie = await webCookie(server.url, sara);
  const web = await open({ cookie });
  await expectClosed([web], () => signOut(server.url, cookie), "signed out in the browser");
  await expectAlive(keeper, "the session that stayed signed in");

  const both = [await open({ token: await signIn(sara) }), await open({ cookie: await webCookie(server.url, sara) })];
  const passwords = { current_password: sara.password, new_password: "another horse" };
  await expectClosed(both, () => sara.ask("POST", "/me/password", passwords), "a changed password");
  await expectAlive(keeper, "the session that changed the password");
  const last = await open({ cookie: await webCookie(server.url, { ...sara, password: "another horse" }) });
  await expectClosed([keeper, last], () => sara.ask("DELETE", "/me", { password: "another horse" }), "deleted");
});

/** Signs a browser out by NextAuth's own call, as the settings page does. */
async function signOut(url: string, cookie: string): Promise<void> {
  const csrf = await fetch(`${url}/api/auth/csrf`, { headers: { Cookie: cookie } });
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const token = csrf.headers.getSetCookie().map((one) => one.split(";")[0]);
  await fetch(`${url}/api/auth/signout`, {
    method: "POST",
    redirect: "manual",
    headers: { Cookie: [cookie, ...token].join("; ") },
    body: new URLSearchParams({ csrfToken, json: "true" }),
  });
}

test("what two people do reaches those two, and a signal only the two devices", async ({ server, open }) => {
  const { ahmed, sara, conversation } = await twoPeople(server.url);
  const omar = await newcomer(server.url, "عمر");
  const start = { user_id: omar.id };
  const withOmar = await ahmed.ask<{ conversation_id: number }>("POST", "/chat/conversations/start", start);
  await sara.ask("POST", "/chat/conversations/start", start);
  const device = (who: Account, tab: number) => ({ token: who.token, device_id: `${who.username}-tab-${tab}` });
  const caller = await open(device(ahmed, 1));
  const [callee, calleeElsewhere] = [await open(device(sara, 1)), await open(device(sara, 2))];
  const third = await open(device(omar, 1));
  const done = async (answer: Promise<unknown>) => expect(await answer).toMatchObject({ ok: true });

  const conversation_id = conversation;
  await done(caller.say("typing", { conversation_id }));
  await done(caller.say("message:send", { conversation_id, message: "سرّ" }));
  await done(callee.say("conversation:delivered", { conversation_id }));
  await done(callee.say("conversation:read", { conversation_id }));
  const device_id = device(ahmed, 1).device_id;
  const rung = await caller.say("call:start", { conversation_id, device_id });
  if (!rung.ok) throw new Error(rung.message);
  const call_id = (rung.data as { id: string }).id;
  const atCallee = { call_id, device_id: device(sara, 1).device_id };
  await done(callee.say("call:reached", atCallee));
  await done(callee.say("call:accept", atCallee));
  const signal = { generation: 1, data: { type: "offer", sdp: "v=0" } };
  for (const command of ["call:hangup", "call:accept", "call:signal", "call:cancel"]) {
    const meddling = await third.say(command, { ...atCallee, signal });
    expect(meddling, `${command} by a third`).toMatchObject({ ok: false, code: "not_found" });
  }
  await done(caller.say("call:signal", { call_id, device_id, signal }));
  await done(callee.say("call:hangup", atCallee));
  await Promise.all([caller, callee, calleeElsewhere].map((one) => one.hears("call.ended")));
  // Events of one server come in order: what omar has not heard before this, he was not told.
  await done(caller.say("message:send", { conversation_id: withOmar.conversation_id, message: "fence" }));
  await third.hears("message.sent");
  const namesOf = (one: Wire) => new Set(one.heard.map(({ name }) => name).filter((name) => name !== "presence"));
  expect(namesOf(third)).toEqual(new Set(["message.sent"]));
  expect(JSON.stringify(third.heard)).not.toContain("سرّ");
  const atSara = ["typing", "message.sent", "incoming_call", "call.accepted", "call.ended", "call.signal"];
  expect(namesOf(callee)).toEqual(new Set([...atSara, "conversation.read", "conversation.delivered"]));
  expect(namesOf(calleeElsewhere).has("incoming_call")).toBe(true);
  expect(namesOf(calleeElsewhere).has("call.signal")).toBe(false);
  expect(namesOf(caller).has("call.signal")).toBe(false);
});
