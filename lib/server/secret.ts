import { createHmac, randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Null where what it needs is not there. */
function ifThere<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
const read = (path: string) => ifThere(() => readFileSync(path, "utf8").trim());

/**
 * Where a restore lays the secret of a SQLite file that is about to take its place: named by the file's number on its
 * disk, which a rename keeps and no other file has.
 */
export function awaitedSecret(dataDir: string, databaseFile: string): string {
  return join(dataDir, `secret.of-${statSync(databaseFile, { bigint: true }).ino}`);
}

/** Gives a database that was restored its secret: the restore does, or the next start where that one was cut off. */
export function takeAwaitedSecret(dataDir: string, databaseFile: string): void {
  ifThere(() => renameSync(awaitedSecret(dataDir, databaseFile), join(dataDir, "secret")));
}

/**
 * The secret of one machine: made at the first start, kept in DATA_DIR, readable by its owner alone.
 * A link is made only where no file is, so two first starts agree on whichever came first.
 */
export function keptSecret(dataDir: string, databaseFile: string): string {
  takeAwaitedSecret(dataDir, databaseFile);
  const path = join(dataDir, "secret");
  const kept = read(path);
  if (kept) return kept;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  writeFileSync(draft, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft);
  }
  const made = read(path);
  if (!made) throw new Error(`${path} is empty. Remove it to have a new one made; everyone is then signed out.`);
  return made;
}

/** Another secret made of the one: knowing it tells nothing of the one. In hex. */
export function derivedSecret(secret: string, purpose: string): string {
  return createHmac("sha256", secret).update(`nida ${purpose}`).digest("hex");
}
