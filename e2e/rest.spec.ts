import { expect, test } from "./fixtures";
import { type Account, type Asking, newcomer, rest, twoPeople, webCookie } from "./support/rest";
import { startServer } from "./support/server";
import { wire } from "./support/socket";

const listed = "https://app.example.org";
test.use({ settings: { ALLOWED_ORIGINS: listed } });

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
    [413, "too_large", "POST", messages, { token, body: { message: "x".repeat(1_100_000) } }],
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

test("fields may come as a form, and JSON from who does not say so", async ({ server }) => {
  const {
    ahmed: { token },
    sara,
    conversation,
  } = await twoPeople(server.url);
  const start = (raw: BodyInit, headers = {}) =>
    rest(server.url, "POST", "/chat/conversations/start", { token, raw, headers });
  const started = { status: 200, body: { data: { conversation_id: conversation } } };
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  expect(await start(new URLSearchParams({ user_id: `${sara.id}` }))).toMatchObject(started);
  expect(await start(JSON.stringify({ user_id: sara.id }), form)).toMatchObject(started);
  const unfit = await start(new URLSearchParams({ user_id: "sara" }));
  expect(unfit).toMatchObject({ status: 422, body: { errors: { user_id: [expect.any(String)] } } });
  const said = new FormData();
  for (const [name, text] of [
    ["message", "مرحباً"],
    ["type", "text"],
  ] as const)
    said.set(name, text);
  for (const raw of [said, new URLSearchParams({ message: "مرحباً", type: "text" })]) {
    const sent = await rest(server.url, "POST", `/chat/conversations/${conversation}/messages`, { token, raw });
    expect(sent).toMatchObject({ status: 200, body: { data: { message: "مرحباً", type: "text" } } });
  }
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
    expect(refused.headers.get("RateLimit-Policy")).toBe('"address-300s";q=60;w=300, "username-300s";q=30;w=300');
    expect(refused.headers.get("RateLimit")).toMatch(/^"address-300s";r=28;t=\d+, "username-300s";r=0;t=\d+$/);
    const another = await rest(server.url, "POST", "/login", { body: { username: "sara" } });
    expect(another.status, "another name is free").toBe(422);

    const { socket, say } = await wire(server.url, await newcomer(server.url));
    const commands = await Promise.all(Array.from({ length: 121 }, () => say("message:send", {})));
    socket.disconnect();
    expect(commands.filter((answer) => !answer.ok && answer.code === "validation_failed")).toHaveLength(120);
    expect(commands.filter((answer) => !answer.ok && answer.code === "rate_limited")).toEqual([
      { ok: false, code: "rate_limited", message: expect.any(String), retry_after: expect.any(Number) },
    ]);
  } finally {
    await server.dispose();
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
    const answer = await rest(server.url, method, path, { token });
    expect(answer, `${method} ${path}`).toMatchObject({
      status: 405,
      body: { status: false, code: "method_not_allowed", message: expect.stringMatching(/[\u0600-\u06ff]/) },
    });
    expect(answer.headers.get("Allow"), `${method} ${path}`).toContain("OPTIONS");
  }
});

test("an address that is none answers like everything else", async ({ server }) => {
  const english = { "Accept-Language": "en" };
  for (const path of ["", "/", "/nothing", "/chat", "/chat/conversations/1/nothing", "/users/1/2/3"]) {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      const answer = await rest(server.url, method, path, { headers: english });
      const followed = answer.status === 308 ? await rest(server.url, method, "", { headers: english }) : answer;
      expect(followed.status, `${method} ${path}`).toBe(404);
      expect(followed.body, `${method} ${path}`).toEqual({
        status: false,
        code: "not_found",
        message: expect.stringMatching(/^[A-Z][\x20-\x7e]+$/),
      });
    }
  }
});

test("who polls a list is told when nothing has changed", async ({ server }) => {
  const { ahmed, sara, conversation } = await twoPeople(server.url);
  await sara.ask("POST", `/chat/conversations/${conversation}/messages`, { message: "صباح الخير" });
  const { token } = ahmed;
  const poll = (path: string, tag?: string) =>
    rest(server.url, "GET", path, { token, headers: { ...(tag && { "If-None-Match": tag }) } });
  for (const path of ["/friends", "/friends/requests", "/calls", "/calls/current", "/chat/conversations?limit=1"]) {
    const first = await poll(path);
    const tag = first.headers.get("ETag") ?? "";
    expect(tag, path).toMatch(/^W\/"[\w-]{22}"$/);
    expect(first.headers.get("Cache-Control"), "nothing private stays on a disk").toBe("no-store");
    expect(await poll(path, `"other", ${tag}`), path).toMatchObject({ status: 304, text: "" });
    expect((await poll(path, '"other"')).status, path).toBe(200);
    const english = { token, headers: { "If-None-Match": tag, "Accept-Language": "en" } };
    if (path.includes("conversations")) expect((await rest(server.url, "GET", path, english)).status).toBe(200);
  }
  const before = (await poll("/friends/requests")).headers.get("ETag") ?? "";
  await sara.ask("POST", "/friends/requests", { user_id: ahmed.id });
  expect(await poll("/friends/requests", before)).toMatchObject({ status: 200, body: { data: { outgoing: [] } } });
});

test("pages of a listed origin read what a token lets them, and no others do", async ({ server }) => {
  const sara = await newcomer(server.url);
  const { token } = sara;
  const cookie = await webCookie(server.url, sara);
  for (const [path, status] of [
    ["/me", 200],
    ["/users/2147483647", 404],
    ["/nothing", 404],
  ] as const) {
    const answer = await rest(server.url, "GET", path, { token, headers: { Origin: listed } });
    expect(answer.status, path).toBe(status);
    expect(answer.headers.get("Access-Control-Allow-Origin"), path).toBe(listed);
    expect(answer.headers.get("Access-Control-Allow-Credentials"), path).toBeNull();
    expect(answer.headers.get("Vary"), path).toContain("Origin");
    const evil = await rest(server.url, "GET", path, { token, headers: { Origin: "https://evil.example" } });
    expect(evil.headers.get("Access-Control-Allow-Origin"), path).toBeNull();
  }
  const preflight = await rest(server.url, "OPTIONS", "/me", { headers: { Origin: listed } });
  expect([preflight.status, preflight.headers.get("Access-Control-Allow-Methods")]).toEqual([
    204,
    "GET, PATCH, DELETE, HEAD, OPTIONS",
  ]);
  const rename = { cookie, headers: { Origin: listed }, body: { name: "Taken over" } };
  expect((await rest(server.url, "PATCH", "/me", rename)).status, "a cookie is never theirs to use").toBe(403);
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
