import { operations } from "@/lib/domain/operations";
import { hostileInput, hostileTexts, sampleOf } from "@/lib/domain/testing/hostile";
import { expect, test } from "./fixtures";
import { rawGet, rest, twoPeople } from "./support/rest";

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
  // No person of any spec on this server has one of these in their name.
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
