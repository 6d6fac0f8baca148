import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { diskStorage } from "./storage";

describe("disk storage", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "nida-storage-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("gives back what was put, and null for what is not there", async () => {
    const storage = diskStorage(folder);
    await storage.put("avatars/1-ab.webp", new Uint8Array([1, 2, 3]));
    expect(new Uint8Array((await storage.get("avatars/1-ab.webp")) ?? [])).toEqual(new Uint8Array([1, 2, 3]));
    expect(await storage.get("avatars/2-cd.webp")).toBeNull();
    expect(await readdir(join(folder, "avatars"))).toEqual(["1-ab.webp"]);
  });

  it("forgets what is deleted, twice without complaint", async () => {
    const storage = diskStorage(folder);
    await storage.put("a", new Uint8Array([1]));
    await storage.delete("a");
    await storage.delete("a");
    expect(await storage.get("a")).toBeNull();
  });

  it.each(["../secret", "a/../../secret", "/etc/passwd", "", "a//b", ".hidden", "a\0b"])(
    "refuses the key %j",
    async (key) => {
      const storage = diskStorage(folder);
      await expect(async () => storage.get(key)).rejects.toThrow("not a storage key");
      await expect(storage.put(key, new Uint8Array())).rejects.toThrow("not a storage key");
    },
  );
});
