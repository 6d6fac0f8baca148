import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Storage } from "@/lib/domain/context";
import { openStorage } from "./storage";
import { startBucket } from "./testing/bucket";

const collected = async <T>(all: AsyncIterable<T>) => {
  const items: T[] = [];
  for await (const one of all) items.push(one);
  return items;
};
const textOf = async (stream: ReadableStream<Uint8Array> | null) => stream && new Response(stream).text();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nida-storage-"));
});
afterAll(() => rm(folder, { recursive: true }));

const onDisk = async () => ({ storage: openStorage({ s3: null, uploadDir: folder }), stop: async () => undefined });
const inBucket = async () => {
  const bucket = await startBucket();
  return { storage: openStorage({ s3: bucket.settings, uploadDir: folder }), stop: bucket.stop };
};

describe.each([
  ["disk", onDisk],
  ["an S3-compatible server", inBucket],
] as const)("storage on %s", (_, start) => {
  let storage: Storage;
  let stop: () => Promise<unknown>;
  beforeAll(async () => {
    ({ storage, stop } = await start());
  });
  afterAll(() => stop());

  it("gives back what was put, and null for what is not there", async () => {
    await storage.put("avatar-1", new Uint8Array([1, 2, 3]));
    expect(new Uint8Array((await storage.get("avatar-1")) ?? [])).toEqual(new Uint8Array([1, 2, 3]));
    expect(await storage.get("avatar-2")).toBeNull();
    expect(await storage.open("avatar-2")).toBeNull();
    await storage.put("avatar-1", new Uint8Array(0));
    expect((await storage.get("avatar-1"))?.byteLength).toBe(0);
  });

  it("takes a file of this machine, and gives the whole or a range of it as a stream", async () => {
    const path = join(folder, "coming.part");
    await writeFile(path, "0123456789");
    await storage.put("files/ab/one", { path, size: 10 });
    expect(await textOf(await storage.open("files/ab/one"))).toBe("0123456789");
    expect(await textOf(await storage.open("files/ab/one", { start: 3, end: 5 }))).toBe("345");
    expect(await textOf(await storage.open("files/ab/one", { start: 9, end: 9 }))).toBe("9");
  });

  it("gives a large file in pieces, and bears that nobody reads it to its end", async () => {
    const path = join(folder, "large.part");
    await writeFile(path, Buffer.alloc(20_000_000, 7));
    await storage.put("files/ab/large", { path, size: 20_000_000 });
    const reader = (await storage.open("files/ab/large"))?.getReader();
    const first = await reader?.read();
    expect(first?.value?.byteLength).toBeLessThan(2_000_000);
    await reader?.cancel();
    await storage.delete("files/ab/large");
  });

  it("forgets what is deleted, twice without complaint", async () => {
    await storage.put("gone", new Uint8Array([1]));
    await storage.delete("gone");
    await storage.delete("gone");
    expect(await storage.get("gone")).toBeNull();
  });

  it("lists what lies below a folder, with the time it came, page after page", async () => {
    const before = Date.now() - 5000;
    const keys = Array.from({ length: 1203 }, (_, i) => `many/${String(i % 7)}/k${i}`);
    for (let from = 0; from < keys.length; from += 40) {
      await Promise.all(keys.slice(from, from + 40).map((key) => storage.put(key, new Uint8Array([1]))));
    }
    const items = await collected(storage.list("many"));
    expect(items.map(({ key }) => key).sort()).toEqual(keys.sort());
    expect(
      items.every(({ modifiedAt }) => modifiedAt.getTime() > before && modifiedAt.getTime() < before + 90_000),
    ).toBe(true);
    expect(await collected(storage.list("nothing"))).toEqual([]);
  }, 60_000);

  it.each(["../secret", "a/../../secret", "/etc/passwd", "", "a//b", ".hidden", "a\0b", "a?b", "a b"])(
    "refuses the key %j",
    async (key) => {
      await expect(async () => storage.get(key)).rejects.toThrow("not a storage key");
      await expect(async () => storage.open(key)).rejects.toThrow("not a storage key");
      await expect(async () => storage.put(key, new Uint8Array())).rejects.toThrow("not a storage key");
      await expect(async () => storage.delete(key)).rejects.toThrow("not a storage key");
    },
  );
});

it("leaves no half of a file on the disk", async () => {
  const storage = openStorage({ s3: null, uploadDir: join(folder, "half") });
  await storage.put("a/b", new Uint8Array([1]));
  await expect(storage.put("a", new Uint8Array([1]))).rejects.toThrow();
  expect(await readdir(join(folder, "half"))).toEqual(["a"]);
});

it("says what an S3 server refuses, and takes no half of a file there", async () => {
  const bucket = await startBucket();
  const wrong = openStorage({ s3: { ...bucket.settings, accessKeyId: "wrong" }, uploadDir: folder });
  await expect(wrong.put("k", new Uint8Array([1]))).rejects.toThrow(/S3 answered 403 to PUT/);
  const guessed = openStorage({ s3: { ...bucket.settings, secretAccessKey: "wrong" }, uploadDir: folder });
  await expect(guessed.get("k")).rejects.toThrow(/S3 answered 403 to GET: .*SignatureDoesNotMatch/);
  const lost = openStorage({ s3: { ...bucket.settings, bucket: "another" }, uploadDir: folder });
  await expect(lost.get("k")).rejects.toThrow(/S3 answered 404 to GET/);
  await expect(lost.put("k", new Uint8Array([1]))).rejects.toThrow(/S3 answered 404 to PUT/);
  const right = openStorage({ s3: bucket.settings, uploadDir: folder });
  expect(await right.get("k")).toBeNull();
  await bucket.stop();
  await expect(right.get("k")).rejects.toThrow();
});
