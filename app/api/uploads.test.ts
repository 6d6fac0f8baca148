import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startConversation } from "@/lib/domain/chat";
import { newUsername, password } from "@/lib/domain/testing/accounts";
import { testContext } from "@/lib/domain/testing/context";
import { register } from "@/lib/domain/users";
import { serveRoutes } from "@/lib/server/testing/route-server";
import * as messages from "./chat/conversations/[conversation_id]/messages/route";
import * as upload from "./uploads/[upload_id]/route";
import * as uploads from "./uploads/route";

const MB = 1024 * 1024;
type Served = Awaited<ReturnType<typeof serveRoutes>>;
type Person = { id: number; token: string };

let served: Served;
let ahmed: Person;
let sara: Person;
let omar: Person;
let conversation = 0;
beforeAll(async () => {
  served = await serveRoutes(
    [
      ["POST", /^\/api\/uploads$/, uploads.POST],
      ["GET", /^\/api\/uploads\/(?<upload_id>[^/?]+)/, upload.GET],
      ["POST", /^\/api\/chat\/conversations\/(?<conversation_id>[^/]+)\/messages$/, messages.POST],
    ],
    { MAX_UPLOAD_MB: "2", RATE_LIMIT: "off" },
  );
  [ahmed, sara, omar] = [await newcomer(), await newcomer(), await newcomer()];
  const ctx = testContext(served.database, { actor: { id: ahmed.id, sessionId: "" } });
  conversation = (await startConversation.execute(ctx, { user_id: sara.id })).conversation_id;
});
afterAll(() => served.stop());

let before: string[];
beforeEach(() => {
  before = files();
});

async function newcomer(): Promise<Person> {
  const ctx = testContext(served.database, { actor: null });
  const { token, user } = await register.execute(ctx, { name: "N", username: newUsername(), password });
  return { id: user.id, token };
}

/** Every file below the folder of uploads: those that are kept, and those that are coming in. */
function files(): string[] {
  mkdirSync(join(served.folder, "uploads"), { recursive: true });
  return readdirSync(join(served.folder, "uploads"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function form(file: Uint8Array | string, name = "a.bin", fields: Record<string, string> = {}): FormData {
  const made = new FormData();
  for (const [field, text] of Object.entries(fields)) made.append(field, text);
  made.append("file", new Blob([new Uint8Array(Buffer.from(file))]), name);
  return made;
}

type Ask = { token?: string; body?: BodyInit; headers?: Record<string, string>; duplex?: "half" };
const ask = (method: string, path: string, { token, headers, ...rest }: Ask = {}) =>
  fetch(`${served.url}/api${path}`, {
    method,
    headers: { "Accept-Language": "en", ...(token && { Authorization: `Bearer ${token}` }), ...headers },
    ...rest,
  });

async function json(method: string, path: string, asking: Ask) {
  const answer = await ask(method, path, asking);
  return { http: answer.status, ...((await answer.json()) as { code?: string; errors?: object; data?: Attachment }) };
}
type Attachment = { id: string; name: string; size: number; kind: string; attachment?: Attachment; message?: string };

const put = (who: Person, body: BodyInit, more: Ask = {}) =>
  json("POST", "/uploads", { token: who.token, body, ...more });

/** A multipart body as it stands on the wire, for forms that no browser makes. */
function raw(parts: [headers: string, content: string | Uint8Array][], ending = "--B--\r\n") {
  const pieces = parts.flatMap(([head, content]) => [
    Buffer.from(`--B\r\n${head}\r\n\r\n`),
    Buffer.from(content),
    "\r\n",
  ]);
  const body = Buffer.concat([...pieces.map((piece) => Buffer.from(piece)), Buffer.from(ending)]);
  return { body: new Uint8Array(body), headers: { "Content-Type": "multipart/form-data; boundary=B" } };
}
const part = (name: string, filename?: string) =>
  `Content-Disposition: form-data; name="${name}"${filename === undefined ? "" : `; filename="${filename}"`}`;
const filePart = part("file", "a.bin");

describe("a file", () => {
  it("goes up and comes back byte for byte, whole and in ranges", async () => {
    const bytes = randomBytes(1_500_000);
    const { http, data } = await put(ahmed, form(bytes, "تقرير «نهائي».bin"));
    expect({ http, data }).toMatchObject({ http: 200, data: { kind: "file", size: 1_500_000 } });
    const path = `/uploads/${data?.id}`;
    const get = (headers = {}) => ask("GET", path, { token: ahmed.token, headers });
    const whole = await get();
    expect(whole.status).toBe(200);
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      "content-length": "1500000",
      "content-type": "application/octet-stream",
      "accept-ranges": "bytes",
      "cache-control": expect.stringMatching(/^private/),
      "x-content-type-options": "nosniff",
      "content-security-policy": expect.stringContaining("sandbox"),
      "content-disposition": expect.stringMatching(/^attachment; filename="[ -~]+"; filename\*=UTF-8''%D8%AA%D9%82/),
    });
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
    const some = await get({ Range: "bytes=1000-1999" });
    expect([some.status, some.headers.get("content-range"), some.headers.get("content-length")]).toEqual([
      206,
      "bytes 1000-1999/1500000",
      "1000",
    ]);
    expect(Buffer.from(await some.arrayBuffer()).equals(bytes.subarray(1000, 2000))).toBe(true);
    const beyond = await get({ Range: "bytes=1500000-" });
    expect([beyond.status, beyond.headers.get("content-range")]).toEqual([416, "bytes */1500000"]);
    const tag = whole.headers.get("etag") ?? "";
    expect((await get({ "If-None-Match": `"other", W/${tag}` })).status).toBe(304);
    expect((await get({ Range: "bytes=0-1", "If-Range": tag })).status).toBe(206);
    expect((await get({ Range: "bytes=0-1", "If-Range": '"older"' })).status).toBe(200);
  });

  it("is for its owner, then for the two it was sent between, and does not exist for others", async () => {
    const { data } = await put(ahmed, form("secret"));
    const path = `/uploads/${data?.id}`;
    const status = async (who?: Person) => (await ask("GET", path, { token: who?.token })).status;
    expect([await status(ahmed), await status(sara), await status(omar), await status()]).toEqual([200, 404, 404, 401]);
    const body = JSON.stringify({ upload_id: data?.id });
    const headers = { "Content-Type": "application/json" };
    const sent = await json("POST", `/chat/conversations/${conversation}/messages`, {
      token: ahmed.token,
      body,
      headers,
    });
    expect(sent).toMatchObject({ http: 200, data: { type: "file", attachment: { id: data?.id } } });
    expect([await status(ahmed), await status(sara), await status(omar), await status()]).toEqual([200, 200, 404, 401]);
    for (const id of ["x", "%00", "..%2f..%2fsecret", randomUUID()]) {
      expect([404, 422]).toContain((await ask("GET", `/uploads/${id}`, { token: ahmed.token })).status);
    }
  });

  it("that is a picture is shown, small and large; a page that calls itself one is only saved", async () => {
    const png = await sharp({ create: { width: 900, height: 300, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    const { data } = await put(ahmed, form(png, "photo.png"));
    const large = await ask("GET", `/uploads/${data?.id}`, { token: ahmed.token });
    expect(large.headers.get("content-disposition")).toMatch(/^inline; filename="?photo.png"?$/);
    const small = await ask("GET", `/uploads/${data?.id}?size=thumb`, { token: ahmed.token });
    expect([small.status, small.headers.get("content-type")]).toEqual([200, "image/webp"]);
    expect(await sharp(await small.arrayBuffer()).metadata()).toMatchObject({ width: 480, height: 160 });
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const page = await put(ahmed, form(svg, "photo.png"));
    const saved = await ask("GET", `/uploads/${page.data?.id}`, { token: ahmed.token });
    expect(saved.headers.get("content-disposition")).toMatch(/^attachment; filename="?photo.png"?$/);
    expect(saved.headers.get("content-type")).not.toMatch(/svg|html/);
    expect(saved.headers.get("content-security-policy")).toContain("sandbox");
  });

  it("may come with its message in one form", async () => {
    const fields = { message: "مرحبًا", client_id: randomUUID(), unknown: "x" };
    const send = () =>
      json("POST", `/chat/conversations/${conversation}/messages`, {
        token: ahmed.token,
        body: form("hello", "a.txt", fields),
      });
    const sent = await send();
    expect(sent).toMatchObject({ http: 200, data: { message: "مرحبًا", attachment: { name: "a.txt", size: 5 } } });
    expect(await send()).toEqual(sent);
    expect(files()).toHaveLength(before.length + 1);
    const words = await json("POST", `/chat/conversations/${conversation}/messages`, {
      token: ahmed.token,
      ...raw([[part("message"), "only words"]]),
    });
    expect(words).toMatchObject({ http: 200, data: { message: "only words", attachment: null } });
  });

  it("that is a voice note says how long it is in the form", async () => {
    const { http, data } = await put(
      ahmed,
      form("OggS\u0000\u0002".padEnd(28, "\u0000") + "OpusHead".padEnd(40, "\u0000"), "", { duration_ms: "1500" }),
    );
    expect({ http, data }).toMatchObject({ http: 200, data: { kind: "voice", duration_ms: 1500 } });
    const refusal = await put(ahmed, form("no", "", { duration_ms: "a second" }));
    expect(refusal).toMatchObject({ http: 422, errors: { duration_ms: expect.anything() } });
  });
});

describe("what is no file, or too much of one, leaves nothing behind", () => {
  const nothingLeft = () => expect(files()).toEqual(before);

  it("by its announced length, and by what really comes when it announces none", async () => {
    expect(await put(ahmed, form(Buffer.alloc(2 * MB + 200_000)))).toMatchObject({ http: 413, code: "too_large" });
    const { headers, body } = raw([[filePart, Buffer.alloc(2 * MB + 1)]]);
    const pieces = [body.subarray(0, MB), body.subarray(MB)];
    const stream = new ReadableStream({
      pull(sink) {
        const next = pieces.shift();
        if (next) sink.enqueue(next);
        else sink.close();
      },
    });
    expect(await put(ahmed, stream, { headers, duplex: "half" })).toMatchObject({ http: 413, code: "too_large" });
    nothingLeft();
    expect(await put(ahmed, form(Buffer.alloc(2 * MB)))).toMatchObject({ http: 200, data: { size: 2 * MB } });
  });

  it.each([
    ["is cut off", raw([[filePart, "hello"]], "")],
    ["is cut off in a file", { ...raw([]), body: raw([[filePart, Buffer.alloc(200_000)]]).body.subarray(0, 100_000) }],
    ["is empty", raw([], "")],
    ["has no boundary", { ...raw([[filePart, "x"]]), headers: { "Content-Type": "multipart/form-data" } }],
    [
      "has another boundary",
      { ...raw([[filePart, "x"]]), headers: { "Content-Type": "multipart/form-data; boundary=C" } },
    ],
    [
      "has two files",
      raw([
        [filePart, "x"],
        [filePart, "y"],
      ]),
    ],
    ["has a hundred parts", raw([...Array(100)].map((_, i): [string, string] => [part(`f${i}`), "x"]))],
    [
      "has a field that is a novel",
      raw([
        [part("message"), "x".repeat(70_000)],
        [filePart, "y"],
      ]),
    ],
    ["has its file under another name", raw([[part("other", "a.bin"), "x"]])],
    ["has words where its file should be", raw([[part("file"), "words"]])],
  ])("a form that %s", async (_, asking) => {
    expect(await put(ahmed, asking.body, asking)).toMatchObject({ http: 422, code: "validation_failed" });
    nothingLeft();
  });

  it("what is no form, or comes from whom nobody knows", async () => {
    const headers = { "Content-Type": "application/json" };
    expect(await put(ahmed, '{"file": {"path": "/etc/passwd"}}', { headers })).toMatchObject({ http: 415 });
    expect(await json("POST", "/uploads", { body: form("x") })).toMatchObject({ http: 401 });
    nothingLeft();
  });

  it("an upload whose sender goes away in the middle", async () => {
    const { headers, body } = raw([[filePart, Buffer.alloc(MB)]]);
    const count = served.seen.length;
    const sent = httpRequest(`${served.url}/api/uploads`, {
      method: "POST",
      headers: { ...headers, Authorization: `Bearer ${ahmed.token}`, "Content-Length": body.byteLength },
    });
    sent.on("error", () => undefined);
    sent.write(body.subarray(0, 500_000));
    const coming = () => files().length > before.length;
    await vi.waitFor(() => expect(coming()).toBe(true), 10_000);
    sent.destroy();
    await vi.waitFor(() => expect(coming()).toBe(false), 10_000);
    expect(served.seen[count]?.destroyed).toBe(true);
  });

  it.each([
    ["../../../etc/cron.d/x", "x"],
    ["..\\..\\x.exe", "x.exe"],
    ["%2e%2e%2fx", "%2e%2e%2fx"],
    ["a\u202egpj.exe", "agpj.exe"],
    ["", "file"],
  ])("the path in the name %j", async (name, kept) => {
    const { body, headers } = raw([[part("file", name), "x"]]);
    const { data } = await put(ahmed, body, { headers });
    expect(data?.name).toBe(kept);
    const added = files().filter((path) => !before.includes(path));
    expect(added).toEqual([expect.stringContaining(join(served.folder, "uploads", "files"))]);
  });
});

describe("a body that nobody takes", () => {
  it("is let pass, so that a refusal reaches its sender", async () => {
    const { headers, body } = raw([[filePart, Buffer.alloc(40 * MB)]]);
    expect(await json("POST", "/uploads", { body, headers })).toMatchObject({ http: 401, code: "unauthenticated" });
    expect(await put(ahmed, body, { headers })).toMatchObject({ http: 413, code: "too_large" });
  });
});
