import { randomBytes, randomUUID } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { form, type Person, part, raw, uploadsHouse } from "./testing/uploads-house";

const house = await uploadsHouse();
afterAll(() => house.served.stop());

let before: string[];
beforeEach(() => {
  before = house.files();
});

describe("a file", () => {
  it("goes up and comes back byte for byte, whole and in ranges", async () => {
    const bytes = randomBytes(1_500_000);
    const { http, data } = await house.put(house.ahmed, form(bytes, "تقرير «نهائي».bin"));
    expect({ http, data }).toMatchObject({ http: 200, data: { kind: "file", size: 1_500_000 } });
    const path = `/uploads/${data?.id}`;
    const get = (headers = {}) => house.ask("GET", path, { token: house.ahmed.token, headers });
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
    const { data } = await house.put(house.ahmed, form("secret"));
    const path = `/uploads/${data?.id}`;
    const status = async (who?: Person) => (await house.ask("GET", path, { token: who?.token })).status;
    expect([await status(house.ahmed), await status(house.sara), await status(house.omar), await status()]).toEqual([
      200, 404, 404, 401,
    ]);
    const body = JSON.stringify({ upload_id: data?.id });
    const headers = { "Content-Type": "application/json" };
    const sent = await house.json("POST", `/chat/conversations/${house.conversation}/messages`, {
      token: house.ahmed.token,
      body,
      headers,
    });
    expect(sent).toMatchObject({ http: 200, data: { type: "file", attachment: { id: data?.id } } });
    expect([await status(house.ahmed), await status(house.sara), await status(house.omar), await status()]).toEqual([
      200, 200, 404, 401,
    ]);
    for (const id of ["x", "%00", "..%2f..%2fsecret", randomUUID()]) {
      expect([404, 422]).toContain((await house.ask("GET", `/uploads/${id}`, { token: house.ahmed.token })).status);
    }
  });

  it("that is a picture is shown, small and large; a page that calls itself one is only saved", async () => {
    const png = await sharp({ create: { width: 900, height: 300, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    const { data } = await house.put(house.ahmed, form(png, "photo.png"));
    const large = await house.ask("GET", `/uploads/${data?.id}`, { token: house.ahmed.token });
    expect(large.headers.get("content-disposition")).toMatch(/^inline; filename="?photo.png"?$/);
    const small = await house.ask("GET", `/uploads/${data?.id}?size=thumb`, { token: house.ahmed.token });
    expect([small.status, small.headers.get("content-type")]).toEqual([200, "image/webp"]);
    expect(await sharp(await small.arrayBuffer()).metadata()).toMatchObject({ width: 480, height: 160 });
    const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
    const page = await house.put(house.ahmed, form(svg, "photo.png"));
    const saved = await house.ask("GET", `/uploads/${page.data?.id}`, { token: house.ahmed.token });
    expect(saved.headers.get("content-disposition")).toMatch(/^attachment; filename="?photo.png"?$/);
    expect(saved.headers.get("content-type")).not.toMatch(/svg|html/);
    expect(saved.headers.get("content-security-policy")).toContain("sandbox");
  });

  it("may come with its message in one form", async () => {
    const fields = { message: "مرحبًا", client_id: randomUUID(), unknown: "x" };
    const send = () =>
      house.json("POST", `/chat/conversations/${house.conversation}/messages`, {
        token: house.ahmed.token,
        body: form("hello", "a.txt", fields),
      });
    const sent = await send();
    expect(sent).toMatchObject({ http: 200, data: { message: "مرحبًا", attachment: { name: "a.txt", size: 5 } } });
    expect(await send()).toEqual(sent);
    expect(house.files()).toHaveLength(before.length + 1);
    const words = await house.json("POST", `/chat/conversations/${house.conversation}/messages`, {
      token: house.ahmed.token,
      ...raw([[part("message"), "only words"]]),
    });
    expect(words).toMatchObject({ http: 200, data: { message: "only words", attachment: null } });
  });

  it("that is a voice note says how long it is in the form", async () => {
    const { http, data } = await house.put(
      house.ahmed,
      form("OggS\u0000\u0002".padEnd(28, "\u0000") + "OpusHead".padEnd(40, "\u0000"), "", { duration_ms: "1500" }),
    );
    expect({ http, data }).toMatchObject({ http: 200, data: { kind: "voice", duration_ms: 1500 } });
    const refusal = await house.put(house.ahmed, form("no", "", { duration_ms: "a second" }));
    expect(refusal).toMatchObject({ http: 422, errors: { duration_ms: expect.anything() } });
  });
});
