import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { filePart, form, MB, part, raw, uploadsHouse } from "./testing/uploads-house";

const house = await uploadsHouse();
afterAll(() => house.served.stop());

let before: string[];
beforeEach(() => {
  before = house.files();
});

describe("what is no file, or too much of one, leaves nothing behind", () => {
  const nothingLeft = () => expect(house.files()).toEqual(before);

  it("by its announced length, and by what really comes when it announces none", async () => {
    expect(await house.put(house.ahmed, form(Buffer.alloc(2 * MB + 200_000)))).toMatchObject({
      http: 413,
      code: "too_large",
    });
    const { headers, body } = raw([[filePart, Buffer.alloc(2 * MB + 1)]]);
    const pieces = [body.subarray(0, MB), body.subarray(MB)];
    const stream = new ReadableStream({
      pull(sink) {
        const next = pieces.shift();
        if (next) sink.enqueue(next);
        else sink.close();
      },
    });
    expect(await house.put(house.ahmed, stream, { headers, duplex: "half" })).toMatchObject({
      http: 413,
      code: "too_large",
    });
    nothingLeft();
    expect(await house.put(house.ahmed, form(Buffer.alloc(2 * MB)))).toMatchObject({
      http: 200,
      data: { size: 2 * MB },
    });
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
    expect(await house.put(house.ahmed, asking.body, asking)).toMatchObject({ http: 422, code: "validation_failed" });
    nothingLeft();
  });

  it("what is no form, or comes from whom nobody knows", async () => {
    const headers = { "Content-Type": "application/json" };
    expect(await house.put(house.ahmed, '{"file": {"path": "/etc/passwd"}}', { headers })).toMatchObject({ http: 415 });
    expect(await house.json("POST", "/uploads", { body: form("x") })).toMatchObject({ http: 401 });
    nothingLeft();
  });

  it("an upload whose sender goes away in the middle", async () => {
    const { headers, body } = raw([[filePart, Buffer.alloc(MB)]]);
    const count = house.served.seen.length;
    const sent = httpRequest(`${house.served.url}/api/uploads`, {
      method: "POST",
      headers: { ...headers, Authorization: `Bearer ${house.ahmed.token}`, "Content-Length": body.byteLength },
    });
    sent.on("error", () => undefined);
    sent.write(body.subarray(0, 500_000));
    const coming = () => house.files().length > before.length;
    await vi.waitFor(() => expect(coming()).toBe(true), 10_000);
    sent.destroy();
    await vi.waitFor(() => expect(coming()).toBe(false), 10_000);
    expect(house.served.seen[count]?.destroyed).toBe(true);
  });

  it.each([
    ["../../../etc/cron.d/x", "x"],
    ["..\\..\\x.exe", "x.exe"],
    ["%2e%2e%2fx", "%2e%2e%2fx"],
    ["a\u202egpj.exe", "agpj.exe"],
    ["", "file"],
  ])("the path in the name %j", async (name, kept) => {
    const { body, headers } = raw([[part("file", name), "x"]]);
    const { data } = await house.put(house.ahmed, body, { headers });
    expect(data?.name).toBe(kept);
    const added = house.files().filter((path) => !before.includes(path));
    expect(added).toEqual([expect.stringContaining(join(house.served.folder, "uploads", "files"))]);
  });
});

describe("a body that nobody takes", () => {
  it("is let pass, so that a refusal reaches its sender", async () => {
    const { headers, body } = raw([[filePart, Buffer.alloc(40 * MB)]]);
    expect(await house.json("POST", "/uploads", { body, headers })).toMatchObject({
      http: 401,
      code: "unauthenticated",
    });
    expect(await house.put(house.ahmed, body, { headers })).toMatchObject({ http: 413, code: "too_large" });
  });
});
