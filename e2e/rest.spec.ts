import { operations } from "@/lib/domain/operations";
import { hostileInput, hostileTexts, sampleOf } from "@/lib/domain/testing/hostile";
import { expect, test } from "./fixtures";
import { type Account, type Asking, newcomer, rawGet, rest, twoPeople, webCookie } from "./support/rest";
import { startServer } from "./support/server";

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const message = (extra = {}) => ({
  id: expect.any(Number),
  sender_id: expect.any(Number),
  message: expect.any(String),
  type: "text",
  created_at: expect.stringMatching(UTC),
  is_read: expect.any(Boolean),
  sender: { id: expect.any(Number), name: expect.any(String), avatar: null },
  // what this project adds to the seed's fields
  conversation_id: expect.any(Number),
  seq: expect.any(Number),
  rev: expect.any(Number),
  client_id: expect.any(String),
  attachment: null,
  call: null,
  ...extra,
});

test("the seed's four calls answer to the letter", async ({ server }) => {
  const { ahmed, sara, conversation } = await twoPeople(server.url);
  const by = (who: Account, headers = {}): Asking => ({ token: who.token, headers });
  const english = { "Accept-Language": "en-GB,en;q=0.9" };
  const messages = `/chat/conversations/${conversation}/messages`;

  const start = { ...by(ahmed), body: { user_id: sara.id } };
  const started = await rest(server.url, "POST", "/chat/conversations/start", start);
  expect(started.status).toBe(200);
  const data = { conversation_id: conversation };
  expect(started.body).toEqual({ status: true, message: "تم إنشاء المحادثة بنجاح", data });
  const inEnglish = await rest(server.url, "POST", "/chat/conversations/start", { ...start, headers: english });
  expect(inEnglish.body).toEqual({ status: true, message: "Conversation created", data });

  const text = "كيف حالك؟";
  const sent = await rest(server.url, "POST", messages, { ...by(ahmed), body: { message: text, type: "text" } });
  expect(sent.status).toBe(200);
  expect(sent.body).toEqual({
    status: true,
    message: "تم إرسال الرسالة بنجاح",
    data: message({ sender_id: ahmed.id, message: text, is_read: false }),
  });

  const other_user = { id: ahmed.id, name: ahmed.name, avatar: null, username: ahmed.username };
  const latest = { message: text, created_at: expect.stringMatching(/^(الآن|منذ .+)$/), id: expect.any(Number) };
  const listed = {
    id: conversation,
    other_user: { ...other_user, online: false, last_seen_at: null },
    latest_message: {
      ...latest,
      ...{ seq: 1, sender_id: ahmed.id, type: "text", sent_at: expect.stringMatching(UTC), call: null },
    },
    unread_count: 1,
    updated_at: expect.stringMatching(UTC),
    ...{ last_seq: 1, rev: 1, read_seq: 0, other_read_seq: 1, other_delivered_seq: 1 },
  };
  const list = await rest(server.url, "GET", "/chat/conversations", by(sara));
  expect(list.body).toEqual({ status: true, data: [listed], next_cursor: null });
  const listInEnglish = await rest(server.url, "GET", "/chat/conversations", by(sara, english));
  const ago = expect.stringMatching(/^(just now|\d+ \w+ ago)$/);
  expect(listInEnglish.body?.data).toEqual([
    { ...listed, latest_message: { ...listed.latest_message, created_at: ago } },
  ]);

  const page = await rest(server.url, "GET", messages, by(sara));
  expect(page.status).toBe(200);
  const received = message({ sender_id: ahmed.id, message: text, is_read: true });
  expect(page.body).toEqual({ status: true, data: [received], next_cursor: null });
  // Fetching was reading, for both people.
  expect((await rest(server.url, "GET", "/chat/conversations", by(sara))).body?.data).toMatchObject([
    { unread_count: 0 },
  ]);
  expect(await ahmed.ask("GET", messages)).toMatchObject([{ is_read: true }]);
});

test("every refusal has its status, its code and a sentence in the caller's language", async ({ server }) => {
  const { ahmed, sara, conversation } = await twoPeople(server.url);
  const token = ahmed.token;
  const messages = `/chat/conversations/${conversation}/messages`;
  const text = { "Content-Type": "text/plain" };
  const taken = { name: "x", username: sara.username, password: "correct horse" };
  const cases: [number, string, string, string, Asking][] = [
    [401, "unauthenticated", "GET", "/me", {}],
    [401, "unauthenticated", "GET", "/me", { token: "nida_unknown" }],
    [401, "unauthenticated", "POST", "/login", { body: { username: sara.username, password: "wrong" } }],
    [404, "not_found", "GET", "/users/2147483647", { token }],
    [404, "not_found", "GET", "/chat/conversations/2147483647/messages", { token }],
    [404, "not_found", "GET", "/calls/00000000-0000-4000-8000-000000000000", { token }],
    [409, "conflict", "POST", "/register", { body: taken }],
    [413, "too_large", "POST", messages, { token, body: { message: "x".repeat(300_000) } }],
    [415, "unsupported_media", "POST", messages, { token, raw: "{}", headers: text }],
    [415, "unsupported_media", "PUT", "/me/avatar", { token, body: { image: "x" } }],
    [422, "validation_failed", "POST", messages, { token, body: { message: "x".repeat(10_001) } }],
    [422, "validation_failed", "POST", messages, { token, body: { message: "hi", type: "call" } }],
  ];
  for (const [status, code, method, path, asking] of cases) {
    const answer = await rest(server.url, method, path, asking);
    const what = `${method} ${path}`;
    expect(answer.status, what).toBe(status);
    expect(answer.body, what).toMatchObject({ status: false, code, message: expect.stringMatching(/[\u0600-\u06ff]/) });
    const english = { ...asking, headers: { ...asking.headers, "Accept-Language": "en" } };
    const said = (await rest(server.url, method, path, english)).body?.message ?? "";
    expect(said, what).toMatch(/^[A-Z][\x20-\x7e]+$/);
    expect(Object.keys(answer.body ?? {}).sort(), what).toEqual(
      [...(answer.body?.errors ? ["errors"] : []), "code", "message", "status"].sort(),
    );
  }
  await ahmed.ask("POST", `/blocks/${sara.id}`);
  expect(await rest(server.url, "POST", messages, { token, body: { message: "hi" } })).toMatchObject({
    status: 403,
    body: { status: false, code: "forbidden" },
  });
  const unfit = await rest(server.url, "POST", messages, { token, body: { message: 5, client_id: "no uuid" } });
  expect(unfit.body?.errors).toEqual({ message: [expect.any(String)], client_id: [expect.any(String)] });
});

test("who asks too often is told how long to wait", async () => {
  const server = await startServer({ RATE_LIMIT: "on" });
  try {
    // Without a password, so that none has to be checked.
    const guess = () => rest(server.url, "POST", "/login", { body: { username: "ahmed" } });
    const answers = await Promise.all(Array.from({ length: 31 }, guess));
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(30).fill(422), 429]);
    const refused = await guess();
    expect(refused).toMatchObject({ status: 429, body: { status: false, code: "rate_limited" } });
    const wait = Number(refused.headers.get("Retry-After"));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(300);
    const another = await rest(server.url, "POST", "/login", { body: { username: "sara" } });
    expect(another.status, "another name is free").toBe(422);
  } finally {
    await server.dispose();
  }
});

test("bodies that are no object are refused, and what is not asked for is passed over", async ({ server }) => {
  const { ahmed, sara, conversation } = await twoPeople(server.url);
  const messages = `/chat/conversations/${conversation}/messages`;
  const post = (raw: BodyInit) =>
    rest(server.url, "POST", messages, {
      token: ahmed.token,
      raw,
      headers: { "Content-Type": "application/json" },
    });
  const nested = `${"[".repeat(60_000)}${"]".repeat(60_000)}`;
  const bad = ["{", "nonsense", "[]", '["message"]', '"text"', "null", "5", "true", '{"message": }', "\u0000", nested];
  for (const raw of [
    ...bad,
    '{"message":null}',
    '{"message":["a"]}',
    '{"message":{"$gt":""}}',
    new Uint8Array([255]),
  ]) {
    const answer = await post(raw);
    expect(answer.status, String(raw).slice(0, 40)).toBe(422);
    expect(answer.body, String(raw).slice(0, 40)).toMatchObject({ status: false, code: "validation_failed" });
  }
  expect((await post(`{"message":${nested}}`)).status).toBe(422);
  const odd = `{"message":"one","__proto__":{"sender_id":${sara.id}},"constructor":1,"sender_id":${sara.id},"seq":9}`;
  expect(await post(odd)).toMatchObject({ status: 200, body: { data: { seq: 1, sender_id: ahmed.id } } });
  expect(({} as Record<string, unknown>).sender_id).toBeUndefined();
  // A surrogate alone is no character: the database keeps the signs that say so, and nothing breaks.
  const kept = { message: expect.stringMatching(/^a\ufffd+b$/) };
  expect(await post('{"message":"a\\ud800b"}')).toMatchObject({ status: 200, body: { data: kept } });
  expect((await post('{"message":"a\\u0000b"}')).status).toBe(422);
  const stream = new ReadableStream({
    pull: (sink) => sink.enqueue(new Uint8Array(65_536).fill(32)),
  });
  const endless = await fetch(`${server.url}/api${messages}`, {
    method: "POST",
    headers: { Authorization: `Bearer ${ahmed.token}`, "Content-Type": "application/json" },
    body: stream,
    duplex: "half",
  } as RequestInit).then(
    ({ status }) => status,
    () => "cut off",
  );
  expect([413, "cut off"]).toContain(endless);
  expect(await ahmed.ask("GET", `${messages}?peek=1`)).toHaveLength(2);
});

test("addresses name things by numbers that exist, and nothing else", async ({ server }) => {
  const { ahmed, sara } = await twoPeople(server.url);
  const { token } = ahmed;
  const ids = ["abc", "-1", "0", "1.5", "1e3", "0x10", "2147483648", "9".repeat(30), "%00", "1%00", "null", "1;2"];
  for (const id of [...ids, "%E2%80%AE", "[object Object]", "1 OR 1=1"]) {
    for (const path of [`/users/${id}`, `/chat/conversations/${id}/messages`, `/calls/${id}`]) {
      const answer = await rest(server.url, "GET", path, { token });
      expect([404, 422], path).toContain(answer.status);
      expect(answer.body?.status, path).toBe(false);
    }
  }
  for (const query of ["%25", "_", "%25%25", "%5C", "%00", "'", "[a-z]"]) {
    expect(await ahmed.ask("GET", `/users?query=${query}`), `nobody is called ${query}`).toEqual([]);
  }
  expect(await ahmed.ask("GET", `/users?query=${sara.username}`)).toHaveLength(1);
  const limits = ["0", "101", "-1", "x", "1.5", ""];
  for (const limit of limits) {
    expect((await rest(server.url, "GET", `/users?query=a&limit=${limit}`, { token })).status, limit).toBe(422);
  }
  const ways = ["../../nida.db", "..%2f..%2fnida.db", "%2e%2e%2f%2e%2e%2fnida.db", "....//nida.db", "..%5cnida.db"];
  for (const way of [...ways, "%2fetc%2fpasswd", "avatar-%00", "%ff"]) {
    const { status, text } = await rawGet(server.url, `/api/avatars/${way}`, token);
    expect([400, 404, 422, 308], way).toContain(status);
    expect(text, way).not.toMatch(/SQLite format|root:/);
  }
  for (const path of ["/api/users/%E0%A4%A", "/api/auth/%ff", "/chat/%ff", "/profile/%"]) {
    expect((await rawGet(server.url, path, token)).status, path).toBe(400);
  }
});

test("a method that an address does not have is not allowed", async ({ server }) => {
  const { token } = await newcomer(server.url);
  for (const [method, path] of [
    ["PUT", "/login"],
    ["GET", "/register"],
    ["DELETE", "/users"],
    ["PATCH", "/chat/conversations"],
    ["PUT", "/chat/conversations/1/messages"],
    ["POST", "/me"],
    ["GET", "/calls/00000000-0000-4000-8000-000000000000/accept"],
  ] as const) {
    expect((await rest(server.url, method, path, { token })).status, `${method} ${path}`).toBe(405);
  }
});

test("a cookie counts only for pages of our own, and a broken one for nothing", async ({ server }) => {
  const sara = await newcomer(server.url);
  const cookie = await webCookie(server.url, sara);
  const rename = (headers: Record<string, string>) =>
    rest(server.url, "PATCH", "/me", { cookie, headers, body: { name: "Taken over" } });
  const foreign = ["https://evil.example", "null", `${server.url}.evil.example`, "http://localhost:1"];
  for (const origin of foreign) {
    expect(await rename({ Origin: origin }), origin).toMatchObject({ status: 403, body: { code: "forbidden" } });
  }
  expect((await rename({ "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
  expect((await rename({ "Sec-Fetch-Site": "same-site" })).status).toBe(403);
  expect(await sara.ask("GET", "/me")).toMatchObject({ name: sara.name });
  expect((await rename({ Origin: server.url })).status).toBe(200);
  const name = "next-auth.session-token";
  for (const value of ["%E0%A4%A", "%", "x.y.z", "", "null", "a".repeat(4000)]) {
    expect((await rest(server.url, "GET", "/me", { cookie: `${name}=${value}` })).status, value).toBe(401);
  }
});

test("the cookie's own routes take no rubbish either", async ({ server }) => {
  const headers = { "Content-Type": "application/json" };
  for (const raw of ["{", "null", "5", "[]", '{"username":{"$gt":""},"password":[]}', '{"csrfToken":{}}', "\u0000"]) {
    for (const path of ["/auth/callback/credentials", "/auth/callback/register", "/auth/signin/credentials"]) {
      const answer = await rest(server.url, "POST", path, { raw, headers });
      expect(answer.status, `${path} ${raw}`).toBeLessThan(500);
      expect(answer.headers.get("set-cookie") ?? "", `${path} ${raw}`).not.toContain("session-token=ey");
    }
  }
});

test("an identity that is over opens nothing from the next request on", async ({ server }) => {
  const { ahmed, sara, conversation } = await twoPeople(server.url);
  const login = async (who: Account) =>
    (await rest(server.url, "POST", "/login", { body: who })).body?.data as { token: string };
  const status = async (asking: Asking) => (await rest(server.url, "GET", "/me", asking)).status;

  const phone = await login(sara);
  const own = await sara.ask<{ id: string; current: boolean }[]>("GET", "/me/tokens");
  const [other] = own.filter(({ current }) => !current);
  expect(await status(phone)).toBe(200);
  await sara.ask("DELETE", `/me/tokens/${other?.id}`);
  expect(await status(phone)).toBe(401);

  const cookie = await webCookie(server.url, sara);
  const tablet = await login(sara);
  expect(await status({ cookie })).toBe(200);
  await sara.ask("POST", "/me/password", { current_password: sara.password, new_password: "another horse" });
  expect(await status({ cookie })).toBe(401);
  expect(await status(tablet)).toBe(401);
  expect(await status(sara), "the session that changed it stays").toBe(200);

  await sara.ask("POST", "/logout");
  expect(await status(sara)).toBe(401);
  const again = await login({ ...sara, password: "another horse" });
  const gone = await rest(server.url, "DELETE", "/me", { ...again, body: { password: "another horse" } });
  expect(gone.status).toBe(200);
  expect(await status(again)).toBe(401);
  expect((await rest(server.url, "POST", "/login", { body: { ...sara, password: "another horse" } })).status).toBe(401);
  expect((await rest(server.url, "GET", `/users/${sara.id}`, ahmed)).status).toBe(404);
  const write = { token: ahmed.token, body: { message: "hello?" } };
  const answer = await rest(server.url, "POST", `/chat/conversations/${conversation}/messages`, write);
  expect(answer).toMatchObject({ status: 403, body: { code: "forbidden" } });
});

test("no input is answered by a failure of ours", async ({ server }) => {
  test.setTimeout(240_000);
  const { ahmed, sara, conversation } = await twoPeople(server.url);
  const device_id = "device-ahmed";
  const call = await ahmed.ask<{ id: string }>("POST", "/calls", { conversation_id: conversation, device_id });
  await sara.ask("POST", `/calls/${call.id}/accept`, { device_id: "device-sara" });
  const deep = `{"device_id":"${device_id}","signal":{"generation":1,"data":{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}}}`;
  const signal = { token: ahmed.token, raw: deep, headers: { "Content-Type": "application/json" } };
  expect((await rest(server.url, "POST", `/calls/${call.id}/signal`, signal)).status).toBe(422);

  const real = { conversation_id: conversation, user_id: sara.id, call_id: call.id, device_id };
  const failures: string[] = [];
  for (const op of operations) {
    const [method = "", path = ""] = op.rest?.split(" ") ?? [];
    if (!op.rest || op.name === "user.logout") continue;
    const inputs = sampleOf(hostileInput(op, real), 40);
    for (let from = 0; from < inputs.length; from += 8) {
      await Promise.all(
        inputs.slice(from, from + 8).map(async (input) => {
          const asked = addressed(path, input);
          const body = method === "GET" ? undefined : input;
          const to = method === "GET" ? `${asked}?${queryOf(input)}` : asked;
          const { status, text } = await rest(server.url, method, to, { token: ahmed.token, body });
          if (status >= 500) failures.push(`${status} ${method} ${to} ${JSON.stringify(body)}: ${text}`.slice(0, 500));
        }),
      );
    }
  }
  expect(failures).toEqual([]);
  expect((await rest(server.url, "GET", "/me", ahmed)).status, "and it lives on").toBe(200);
  for (const text of hostileTexts) {
    const headers = { Authorization: `Bearer ${encodeURIComponent(wellFormed(text))}` };
    // Node itself refuses headers over 16 kB.
    expect([401, 431]).toContain((await rest(server.url, "GET", "/me", { headers })).status);
  }
});

const wellFormed = (text: string) => Buffer.from(text, "utf8").toString("utf8");
const textOf = (value: unknown) => wellFormed(typeof value === "string" ? value : (JSON.stringify(value) ?? "x"));

function addressed(path: string, input: Record<string, unknown>): string {
  // An empty part would be another address.
  return path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(textOf(input[name]).slice(0, 500)) || "x");
}

function queryOf(input: Record<string, unknown>): string {
  const short = Object.entries(input).map(([name, value]): [string, string] => [name, textOf(value).slice(0, 500)]);
  return new URLSearchParams(short).toString();
}
