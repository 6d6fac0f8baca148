import { randomBytes } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { OpenDatabase } from "@/lib/server/db";
import { openDatabase } from "@/lib/server/db";
import type { Settings } from "@/lib/server/env";
import { codesOf } from "@/lib/server/error-codes";
import { Trouble } from "@/lib/server/operator/trouble";
import { openStorage } from "@/lib/server/storage";
import { checksumText, flush, sha256Of, writeHashed } from "./checked-files";
import { type Manifest, parts } from "./manifest";
import { copyDatabase, type Snapshot } from "./snapshot";

/** Files that are copied at once: a bucket takes its time for each. */
const AT_ONCE = 8;

export interface BackupWanted {
  /** a folder that is not there yet */
  to: string;
  /** false leaves the files of people out */
  files: boolean;
  /** of Nida */
  version: string;
}

/**
 * Makes a backup while servers run: the database as it is at one moment, and every file that it knows. It appears at
 * its place whole, or not at all.
 * @throws Trouble
 */
export async function backup(settings: Settings, { to, files, version }: BackupWanted): Promise<Manifest> {
  const place = resolve(to);
  const taken = new Trouble(`${place} is there already. Name a folder that is not.`);
  if (existsSync(place)) throw taken;
  const draft = `${place}.part-${randomBytes(4).toString("hex")}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const letGo = removedOnSignal(draft);
  try {
    const made_at = new Date().toISOString();
    const snapshot = await copyDatabase(settings, draft);
    const sums = new Map<string, string>();
    const dump = parts[settings.database];
    await chmod(join(draft, dump), 0o600);
    sums.set(dump, await sha256Of(join(draft, dump)));
    // After the database: a file is written once, before its row, so whatever the copy knows is there by now.
    const copied = files ? await copyFiles(settings, snapshot, draft, sums) : null;
    await copySecret(settings, draft, sums);
    await writeFile(join(draft, parts.checksums), checksumText(sums), { mode: 0o600, flush: true });
    const manifest: Manifest = {
      ...{ format: 1, version, made_at, database: settings.database },
      ...{ migrations: snapshot.migrations, rows: snapshot.rows, files: copied },
      checksums: await sha256Of(join(draft, parts.checksums)),
    };
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    await writeFile(join(draft, parts.manifest), text, { mode: 0o600, flush: true });
    await flush(join(draft, dump), draft);
    // Another backup may have come there first.
    await rename(draft, place).catch((error) => {
      throw codesOf(error).some((code) => code === "ENOTEMPTY" || code === "EEXIST") ? taken : error;
    });
    await flush(dirname(place));
    return manifest;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  } finally {
    letGo();
  }
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 };

/** Ended by its operator on the way, a backup leaves no half behind: it is as large as the whole, and as secret. */
function removedOnSignal(draft: string): () => void {
  const end = (signal: NodeJS.Signals) => {
    rmSync(draft, { recursive: true, force: true, maxRetries: 3 });
    process.exit(exitCodes[signal === "SIGINT" ? signal : "SIGTERM"]);
  };
  process.once("SIGINT", end).once("SIGTERM", end);
  return () => void process.off("SIGINT", end).off("SIGTERM", end);
}

async function copyFiles(settings: Settings, { keys }: Snapshot, draft: string, sums: Map<string, string>) {
  const storage = openStorage(settings);
  const database = await openDatabase(settings);
  const missing: string[] = [];
  let bytes = 0;
  const waiting = keys.values();
  let broken = false;
  const copyNext = async () => {
    for (const key of waiting) {
      if (broken) return;
      const content = await storage.open(key);
      if (content) {
        const path = `${parts.files}/${key}`;
        const { size, sha256 } = await writeHashed(join(draft, path), content);
        sums.set(path, sha256);
        bytes += size;
      } else if (await isKnown(database, key)) missing.push(key);
      // Otherwise it was deleted, with its message, since the database was copied.
    }
  };
  const copying = Array.from({ length: AT_ONCE }, () =>
    copyNext().catch((error: unknown) => {
      broken = true;
      throw error;
    }),
  );
  try {
    await Promise.all(copying);
  } finally {
    // Nobody writes on into a folder that is about to be removed.
    await Promise.allSettled(copying);
    await database.close();
  }
  const count = [...sums.keys()].filter((path) => path.startsWith(`${parts.files}/`)).length;
  return { count, bytes, missing: missing.sort() };
}

async function isKnown({ db }: OpenDatabase, key: string): Promise<boolean> {
  const uploads = await db.upload.count({ where: { OR: [{ storageKey: key }, { thumbKey: key }] } });
  return uploads > 0 || (await db.user.count({ where: { avatarKey: key } })) > 0;
}

/** The secret that was made here: with it, people stay signed in. One from the settings is the operator's to keep. */
async function copySecret({ dataDir, secret }: Settings, draft: string, sums: Map<string, string>): Promise<void> {
  const kept = await readFile(join(dataDir, "secret"), "utf8").catch(() => null);
  if (kept?.trim() !== secret) return;
  const { sha256 } = await writeHashed(join(draft, parts.secret), [Buffer.from(kept)]);
  sums.set(parts.secret, sha256);
}
