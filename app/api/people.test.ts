import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newUsername, password } from "@/lib/domain/testing/accounts";
import { createPublisher } from "@/lib/server/broadcast/publisher";
import { readSettings } from "@/lib/server/env";
import { createLog } from "@/lib/server/log";
import { provide } from "@/lib/server/resources";
import { diskStorage } from "@/lib/server/storage-disk";
import { type ScratchDatabase, scratchSqlite } from "@/lib/server/testing/databases";
import { createThrottle } from "@/lib/server/throttle";
import * as avatar from "./avatars/[key]/route";
import * as block from "./blocks/[user_id]/route";
import * as blocks from "./blocks/route";
import * as friend from "./friends/[user_id]/route";
import * as accept from "./friends/requests/[request_id]/accept/route";
import * as decline from "./friends/requests/[request_id]/decline/route";
import * as request from "./friends/requests/[request_id]/route";
import * as requests from "./friends/requests/route";
import * as friends from "./friends/route";
import * as login from "./login/route";
import * as logout from "./logout/route";
import * as myAvatar from "./me/avatar/route";
import * as myPassword from "./me/password/route";
import * as me from "./me/route";
import * as token from "./me/tokens/[session_id]/route";
import * as tokens from "./me/tokens/route";
import * as register from "./register/route";
import * as person from "./users/[user_id]/route";
import * as profile from "./users/by-username/[username]/route";
import * as users from "./users/route";

const folder = mkdtempSync(join(tmpdir(), "nida-api-"));
let database: ScratchDatabase;
beforeAll(async () => {
  database = await scratchSqlite();
  const settings = readSettings({ DATA_DIR: folder, LOG_LEVEL: "fatal" });
  const log = createLog(settings);
  provide({
    settings,
    log,
    database,
    storage: diskStorage(join(folder, "uploads")),
    presence: { online: async () => new Set<number>() },
    publisher: createPublisher(log),
    throttle: createThrottle(settings),
  });
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true, force: true });
});

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
interface Call {
  token?: string;
  params?: Record<string, string | number>;
  query?: string;
  body?: unknown;
  address?: string;
  language?: string;
}

async function send(handler: Handler, method: string, call: Call = {}): Promise<Response> {
  const headers = new Headers({ "X-Real-Ip": call.address ?? newUsername(), "Accept-Language": call.language ?? "ar" });
  if (call.token) headers.set("Authorization", `Bearer ${call.token}`);
  if (call.body !== undefined && !(call.body instanceof FormData)) headers.set("Content-Type", "application/json");
  const isForm = call.body instanceof FormData;
  const body = call.body instanceof FormData || typeof call.body === "string" ? call.body : JSON.stringify(call.body);
  const sent = new Request(`http://nida.test/api${call.query ?? ""}`, { method, headers, body });
  // A browser or program says how long its form is; Request does not until it is sent.
  if (isForm) sent.headers.set("Content-Length", String((await sent.clone().arrayBuffer()).byteLength));
  const params = Object.fromEntries(Object.entries(call.params ?? {}).map(([name, value]) => [name, String(value)]));
  return handler(sent, { params: Promise.resolve(params) });
}

async function json(handler: Handler, method: string, call: Call = {}) {
  const response = await send(handler, method, call);
  return { http: response.status, ...(await response.json()) };
}

async function signUp(name: string) {
  const username = newUsername();
  const { data } = await json(register.POST, "POST", { body: { name, username, password } });
  return { username, token: String(data.token), id: Number(data.user.id) };
}

describe("people over REST", () => {
  it("registers, signs in, lists and ends sessions, and signs out", async () => {
    const sara = await signUp("سارة");
    const again = await json(login.POST, "POST", { body: { username: sara.username, password, device_name: "هاتف" } });
    expect(again).toMatchObject({ http: 200, status: true, data: { user: { id: sara.id } } });
    const listed = await json(tokens.GET, "GET", { token: sara.token });
    expect(listed.data.map(({ current }: { current: boolean }) => current).sort()).toEqual([false, true]);
    const other = listed.data.find(({ current }: { current: boolean }) => !current);
    expect(await json(token.DELETE, "DELETE", { token: sara.token, params: { session_id: other.id } })).toMatchObject({
      http: 200,
    });
    expect(await json(me.GET, "GET", { token: again.data.token })).toMatchObject({
      http: 401,
      code: "unauthenticated",
    });
    expect(await json(tokens.DELETE, "DELETE", { token: sara.token })).toMatchObject({ http: 200 });
    expect(await json(logout.POST, "POST", { token: sara.token })).toMatchObject({ http: 200, status: true });
    expect(await json(me.GET, "GET", { token: sara.token })).toMatchObject({ http: 401 });
  });

  it("refuses in the caller's language, with the contract's code and status", async () => {
    const sara = await signUp("سارة");
    const taken = { body: { name: "س", username: sara.username, password }, language: "en" };
    expect(await json(register.POST, "POST", taken)).toMatchObject({
      http: 409,
      status: false,
      code: "conflict",
      errors: { username: ["This username is taken. Choose another."] },
    });
    const wrong = await json(login.POST, "POST", { body: { username: sara.username, password: "x" } });
    expect(wrong).toMatchObject({
      http: 401,
      code: "unauthenticated",
      message: "اسم المستخدم أو كلمة المرور غير صحيحة.",
    });
    expect(await json(login.POST, "POST", { body: "{" })).toMatchObject({ http: 422, code: "validation_failed" });
    expect(await json(login.POST, "POST", { body: [1] })).toMatchObject({ http: 422 });
    expect(await json(person.GET, "GET", { token: sara.token, params: { user_id: "x" } })).toMatchObject({ http: 422 });
    expect(await json(person.GET, "GET", { token: sara.token, params: { user_id: 999_999 } })).toMatchObject({
      http: 404,
    });
  });

  it("slows guessing, for one address and for one name from many", async () => {
    const { username } = await signUp("سارة");
    const attempt = (by: { address?: string; username?: string }) =>
      send(login.POST, "POST", { address: by.address, body: { username: by.username ?? newUsername(), password: [] } });
    let last = new Response();
    for (let n = 0; n <= 60; n += 1) last = await attempt({ address: "192.0.2.7" });
    expect(last.status).toBe(429);
    expect(Number(last.headers.get("Retry-After"))).toBeGreaterThan(0);
    for (let n = 0; n <= 30; n += 1) last = await attempt({ username });
    expect(last.status).toBe(429);
    expect((await attempt({})).status).toBe(422);
  });

  it("takes two people from search to friendship, and back", async () => {
    const [ahmed, sara] = [await signUp("أحمد"), await signUp("سارة")];
    const as = (who: { token: string }, call: Call = {}) => ({ ...call, token: who.token });
    const found = await json(users.GET, "GET", as(ahmed, { query: `?query=${sara.username}&limit=5` }));
    expect(found).toMatchObject({ http: 200, data: [{ id: sara.id, relation: "none" }], next_cursor: null });
    const asked = await json(requests.POST, "POST", as(ahmed, { body: { user_id: sara.id } }));
    const params = { request_id: asked.data.id };
    expect(await json(decline.POST, "POST", as(sara, { params }))).toMatchObject({ http: 200 });
    const withdrawn = await json(requests.POST, "POST", as(ahmed, { body: { user_id: sara.id } }));
    expect(
      await json(request.DELETE, "DELETE", as(ahmed, { params: { request_id: withdrawn.data.id } })),
    ).toMatchObject({ http: 200 });
    const third = await json(requests.POST, "POST", as(ahmed, { body: { user_id: sara.id } }));
    expect(await json(requests.GET, "GET", as(sara))).toMatchObject({
      data: { incoming: [{ user: { id: ahmed.id } }], outgoing: [] },
    });
    expect(await json(accept.POST, "POST", as(sara, { params: { request_id: third.data.id } }))).toMatchObject({
      http: 200,
    });
    expect(await json(friends.GET, "GET", as(ahmed))).toMatchObject({
      data: [{ id: sara.id, online: false }],
      next_cursor: null,
    });
    expect(await json(friend.DELETE, "DELETE", as(ahmed, { params: { user_id: sara.id } }))).toMatchObject({
      http: 200,
    });
    expect(await json(block.POST, "POST", as(sara, { params: { user_id: ahmed.id } }))).toMatchObject({ http: 200 });
    expect(await json(blocks.GET, "GET", as(sara))).toMatchObject({ data: [{ id: ahmed.id }] });
    expect(await json(profile.GET, "GET", as(ahmed, { params: { username: sara.username } }))).toMatchObject({
      http: 404,
    });
    expect(await json(block.DELETE, "DELETE", as(sara, { params: { user_id: ahmed.id } }))).toMatchObject({
      http: 200,
    });
    expect(await json(profile.GET, "GET", as(ahmed, { params: { username: sara.username } }))).toMatchObject({
      http: 200,
    });
  });

  it("changes one's profile, password and picture, serves the picture, and deletes the account", async () => {
    const sara = await signUp("سارة");
    const changed = await json(me.PATCH, "PATCH", { token: sara.token, body: { about: "مرحبًا", unknown: 1 } });
    expect(changed).toMatchObject({ http: 200, data: { about: "مرحبًا" } });
    const form = new FormData();
    const picture = await sharp({ create: { width: 300, height: 200, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    form.set("image", new File([new Uint8Array(picture)], "x.svg", { type: "image/svg+xml" }));
    const set = await json(myAvatar.PUT, "PUT", { token: sara.token, body: form });
    expect(set.http).toBe(200);
    const key = set.data.avatar.split("/").at(-1);
    const served = await send(avatar.GET, "GET", { token: sara.token, params: { key } });
    expect(served.headers.get("Content-Type")).toBe("image/webp");
    expect(served.headers.get("Cache-Control")).toBe("private, max-age=31536000, immutable");
    expect(await sharp(await served.arrayBuffer()).metadata()).toMatchObject({
      format: "webp",
      width: 200,
      height: 200,
    });
    expect(await json(avatar.GET, "GET", { params: { key } })).toMatchObject({ http: 401 });
    expect(await json(myAvatar.PUT, "PUT", { token: sara.token, body: { image: "x" } })).toMatchObject({ http: 415 });
    expect(await json(myAvatar.DELETE, "DELETE", { token: sara.token })).toMatchObject({ data: { avatar: null } });
    expect(await json(avatar.GET, "GET", { token: sara.token, params: { key } })).toMatchObject({ http: 404 });
    const change = { current_password: password, new_password: "another horse" };
    expect(await json(myPassword.POST, "POST", { token: sara.token, body: change })).toMatchObject({ http: 200 });
    expect(await json(me.DELETE, "DELETE", { token: sara.token, body: { password } })).toMatchObject({ http: 422 });
    expect(await json(me.DELETE, "DELETE", { token: sara.token, body: { password: "another horse" } })).toMatchObject({
      http: 200,
    });
    expect(await json(me.GET, "GET", { token: sara.token })).toMatchObject({ http: 401 });
  });
});
