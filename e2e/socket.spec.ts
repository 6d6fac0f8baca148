import { randomBytes } from "node:crypto";
import { errorStatus } from "@/lib/contracts/errors";
import { commandNames } from "@/lib/contracts/realtime";
import { operations } from "@/lib/domain/operations";
import { hostileInput, hostileValue, sampleOf } from "@/lib/domain/testing/hostile";
import { expect, test as nida } from "./fixtures";
import { type Account, newcomer, rest, twoPeople, webCookie } from "./support/rest";
import {
  closed,
  closedAfter,
  frame,
  type Identity,
  rawSocket,
  refusedAt,
  resetUpgrade,
  type Wire,
  wire,
} from "./support/socket";

interface Fixtures {
  /** opens a notification socket that is closed with the test */
  open(identity: Identity): Promise<Wire>;
}

const test = nida.extend<Fixtures>({
  open: async ({ server }, use) => {
    const opened: Wire[] = [];
    await use(async (identity) => {
      const one = await wire(server.url, identity);
      opened.push(one);
      return one;
    });
    for (const { socket } of opened) socket.disconnect();
  },
});

/** A command that is answered proves that the socket is open and its session good. */
async function expectAlive(one: Wire, who: string): Promise<void> {
  expect(one.socket.connected, who).toBe(true);
  expect(await one.say("typing", {}), who).toMatchObject({ ok: false, code: "validation_failed" });
}

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

test("every command answers hostile input with a refusal, and the socket lives on", async ({ server, open }) => {
  test.setTimeout(120_000);
  // In no conversation: whatever a number may hit, it is not theirs.
  const [loner, stranger] = [await newcomer(server.url), await newcomer(server.url)];
  const one = await open({ token: loner.token, device_id: "device-one" });
  for (const command of commandNames) {
    const op = operations.find((each) => each.command === command);
    if (!op) throw new Error(`nobody answers ${command}`);
    // Needs to be told nothing: it answers what is the caller's own, whose shape the operation declares.
    const asksNothing = op.input.safeParse({}).success;
    // Everybody may be looked at by their number.
    const ofAnybody = command === "user:get";
    const expectHarmless = (data: unknown, what: string) => {
      expect(op.output.safeParse(data).error, what).toBeUndefined();
      if (!ofAnybody) expect(JSON.stringify(data), what).not.toContain(stranger.username);
    };
    const inputs = [
      ...sampleOf(hostileInput(op, { device_id: "device-one" }), 40),
      ...sampleOf(hostileValue, 20),
      ...[undefined, randomBytes(64), { conversation_id: randomBytes(8), call_id: randomBytes(8) }],
    ];
    const answers = await Promise.all(inputs.map((input) => one.say(command, input)));
    for (const [at, answer] of answers.entries()) {
      const what = `${command} ${JSON.stringify(inputs[at])}`.slice(0, 300);
      if (answer.ok && (asksNothing || ofAnybody)) {
        expectHarmless(answer.data, what);
        continue;
      }
      if (answer.ok) throw new Error(`not refused: ${what}`);
      expect(Object.keys(errorStatus), what).toContain(answer.code);
      expect(answer.code, what).not.toBe("internal");
      expect(answer.message, what).toMatch(/[\u0600-\u06ff]/);
    }
    const nothing = await one.say(command);
    const more = await one.say(command, {}, 1, "more");
    expect(nothing, `${command} with nothing`).toMatchObject({ ok: false, code: "validation_failed" });
    expect(more, `${command} with more`).toMatchObject({ ok: asksNothing });
    // Nobody waits for these answers.
    one.socket.emit(command);
    one.socket.emit(command, { conversation_id: {} });
    one.socket.emit(command, "rubbish", "no function");
  }
  one.socket.emit("error", "not an error of ours");
  one.socket.emit("no:such:command", {});
  await expectAlive(one, "after all of it");
});

test("a frame that is too large costs its sender the connection, and nobody else", async ({ server, open }) => {
  const { ahmed, sara, conversation } = await twoPeople(server.url);
  const loud = await open({ token: ahmed.token });
  const [again, other] = [await open({ token: ahmed.token }), await open({ token: sara.token })];
  const gone = closedAfter(loud, 5000);
  loud.socket.emit("message:send", { conversation_id: conversation, message: "x".repeat(200_000) });
  expect(await gone).not.toBe("still open");
  await expectAlive(again, "the other tab");
  await expectAlive(other, "the other person");
  expect(await ahmed.ask("GET", `/chat/conversations/${conversation}/messages?peek=1`)).toEqual([]);
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

test("rubbish below the protocol breaks nothing", async ({ server, open }) => {
  const sara = await newcomer(server.url);
  const witness = await open({ token: sara.token });
  const login = `40${JSON.stringify({ token: sara.token })}`;
  const texts = ["", "4", "9", "40", "40null", "40[]", "40{", '40"x"', "40/admin,", "41", "42", "42[", "42[1]", "42{}"];
  const packets = ['42["typing"]', '42["error",1]', '42["disconnect"]', '42["__proto__",{}]', '421["typing"]', "43[]"];
  const attachments = ['451-["typing",{"_placeholder":true,"num":0}]', '459999-["typing"]', '45-["typing"]', "46-[]"];
  const bytes = [frame(randomBytes(300), 2), frame(Buffer.from([0xff, 0xfe]), 1), frame("", 8), frame("x", 7)];
  const broken = [randomBytes(2000), Buffer.from("81ff", "hex"), Buffer.alloc(500), ...bytes];
  const sendings = [...texts, ...packets, ...attachments].map((text) => [frame(text), frame('42["typing",{}]')]);
  for (const rubbish of [...sendings, ...broken.map((each) => [each])]) {
    for (const before of [[], [frame(login)]]) {
      const tcp = await rawSocket(server.url);
      tcp.end(Buffer.concat([...before, ...rubbish]));
      // Closed by the server too: so all of it has been read.
      await closed(tcp);
    }
  }
  // No upgrade that is not ours stays open, nor does one that is broken.
  const paths = ["/", "/%ff", "/socket.io/", "/socket.io/?EIO=9&transport=polling", "/_next/x", "/app/none", "/x y"];
  for (const path of paths) await closed(await rawSocket(server.url, path));
  for (const path of [...paths, "/socket.io/?EIO=4&transport=websocket"]) await resetUpgrade(server.url, path);
  await expectAlive(witness, "who was connected all along");
  await expectAlive(await open({ token: sara.token }), "who comes after");
});
