import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { Trouble } from "@/lib/server/operator/trouble";
import { parts } from "./manifest";

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Writes a new file, for its owner alone, onto the disk; answers how long it is, and its SHA-256 in hex. */
export async function writeHashed(path: string, bytes: Bytes): Promise<{ size: number; sha256: string }> {
  const hash = createHash("sha256");
  let size = 0;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, "wx", 0o600);
  try {
    for await (const chunk of bytes) {
      hash.update(chunk);
      size += chunk.byteLength;
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { size, sha256: hash.digest("hex") };
}

/** Onto the disk, before anything counts on it. */
export async function flush(...paths: string[]): Promise<void> {
  for (const path of paths) {
    const handle = await open(path, "r");
    await handle.sync().finally(() => handle.close());
  }
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest("hex");
}

/** As `sha256sum --check` reads it. */
export function checksumText(sums: Map<string, string>): string {
  return [...sums].map(([path, sha256]) => `${sha256}  ${path}\n`).join("");
}

/**
 * Holds a backup to its checksums; answers the paths that it names.
 * @throws Trouble naming what is missing, changed, or there without being named
 */
export async function verify(folder: string, expected: string): Promise<string[]> {
  const list = join(folder, parts.checksums);
  if ((await sha256Of(list).catch(() => null)) !== expected)
    throw new Trouble(`${list} is not as the backup was made.`);
  const sums = (await readFile(list, "utf8")).split("\n").filter(Boolean);
  const named = new Map(sums.map((line) => [line.slice(66), line.slice(0, 64)]));
  for (const [path, sha256] of named) {
    const found = await sha256Of(join(folder, path)).catch(() => null);
    if (found === null) throw new Trouble(`The backup is not whole: ${path} is missing.`);
    if (found !== sha256) throw new Trouble(`The backup is damaged: ${path} is not as it was made.`);
  }
  const own: string[] = [parts.manifest, parts.checksums];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name));
    if (!entry.isDirectory() && !named.has(path) && !own.includes(path))
      throw new Trouble(`${path} does not belong to this backup.`);
  }
  return [...named.keys()];
}
