import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import type { LocalFile, Storage } from "@/lib/domain/context";
import { withRoom } from "./disk-full";
import { checkKey } from "./storage-key";

function absent(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Takes over a file that lies on the same disk. */
async function moveTo(path: string, from: string): Promise<void> {
  const file = await open(from, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(from, path);
}

async function put(path: string, content: Uint8Array | LocalFile): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  if (!(content instanceof Uint8Array)) return moveTo(path, content.path);
  const partial = `${path}.${process.hrtime.bigint()}.part`;
  try {
    await write(partial, content);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Files below one folder of a local disk. A file is there whole or not at all. */
export function diskStorage(folder: string): Storage {
  const pathOf = (key: string) => join(folder, checkKey(key));
  return {
    put: async (key, content) => withRoom(() => put(pathOf(key), content)),
    get: (key) => readFile(pathOf(key)).catch(absent),
    async open(key, range) {
      const file: FileHandle | null = await open(pathOf(key)).catch(absent);
      return file && (Readable.toWeb(file.createReadStream(range)) as ReadableStream<Uint8Array>);
    },
    delete: (key) => rm(pathOf(key), { force: true }),
    list: (below) => filesBelow(pathOf(below), below),
  };
}

async function* filesBelow(path: string, key: string): AsyncIterable<{ key: string; modifiedAt: Date }> {
  // What is gone since it was seen is left out.
  const entries = (await readdir(path, { withFileTypes: true }).catch(absent)) ?? [];
  for (const entry of entries) {
    const [inner, innerKey] = [join(path, entry.name), `${key}/${entry.name}`];
    if (entry.isDirectory()) yield* filesBelow(inner, innerKey);
    else {
      const found = await stat(inner).catch(absent);
      if (found) yield { key: innerKey, modifiedAt: found.mtime };
    }
  }
}
