import { existsSync } from "node:fs";
import { chmod, copyFile, link, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type Sqlite from "better-sqlite3";
import type { Settings } from "@/lib/server/env";
import { codesOf } from "@/lib/server/error-codes";
import { holdSqlite, isInUse } from "@/lib/server/operator/at-rest";
import { Trouble } from "@/lib/server/operator/trouble";
import { awaitedSecret, takeAwaitedSecret } from "@/lib/server/secret";
import { flush } from "./checked-files";
import { parts } from "./manifest";
import { inUse, type Restoring, stamp } from "./restoring";

/** What SQLite lays beside a database that is open, or was not closed. */
const beside = ["-wal", "-shm", "-journal"];

/** What stands at the database's place: held, so that no server opens it, unless nothing can be read there. */
interface Found {
  held: Sqlite.Database | null;
  /** nothing, or an empty database */
  free: boolean;
  readable: boolean;
}

function lookAt(path: string): Found {
  let held: Sqlite.Database | null = null;
  try {
    held = holdSqlite(path);
    return { held, free: held === null || !isInUse(held), readable: true };
  } catch (error) {
    held?.close();
    if (!codesOf(error).some((code) => ["SQLITE_NOTADB", "SQLITE_CORRUPT"].includes(String(code)))) throw error;
    return { held: null, free: false, readable: false };
  }
}

/**
 * Everything is laid out first; then one rename puts the database in its place, and with it its secret, which follows
 * at once or, where this is cut off in between, at the next start.
 */
export async function intoSqlite(settings: Settings, from: string, how: Restoring): Promise<string | null> {
  const path = settings.databaseUrl.replace(/^file:/, "");
  const found = lookAt(path);
  const draft = `${path}.restoring`;
  let secret: string | null = null;
  try {
    if (!found.free && !how.force) throw found.readable ? inUse(path) : unreadable(path);
    // Removes the old database's WAL, which SQLite would otherwise take for the restored one's.
    found.held?.pragma("journal_mode = DELETE");
    await how.putFiles();
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await copyFile(join(from, parts.sqlite), draft);
    await chmod(draft, 0o600);
    if (how.secret !== null) {
      await mkdir(settings.dataDir, { recursive: true, mode: 0o700 });
      secret = awaitedSecret(settings.dataDir, draft);
      await writeFile(secret, how.secret, { mode: 0o600, flush: true });
      await flush(settings.dataDir);
    }
    await flush(draft);
    const aside = found.free ? null : `${path}.before-restore-${stamp()}`;
    if (aside) await keepAside(path, aside, found.readable ? [] : beside);
    // Left over from a database that is gone: SQLite would write them into the restored one.
    for (const end of beside) await rm(path + end, { force: true });
    await rename(draft, path);
    await flush(dirname(path));
    takeAwaitedSecret(settings.dataDir, path);
    return aside;
  } catch (error) {
    if (existsSync(draft)) for (const left of [secret, draft]) if (left) await rm(left, { force: true });
    throw error;
  } finally {
    found.held?.close();
  }
}

/** Gives the database a second name, so that its own name is free at no moment. Copies the files with `ends` beside it too. */
async function keepAside(path: string, aside: string, ends: string[]): Promise<void> {
  await link(path, aside);
  await chmod(aside, 0o600);
  for (const end of ends) if (existsSync(path + end)) await copyFile(path + end, aside + end);
}

const unreadable = (path: string) =>
  new Trouble(
    `${path} is no database that can be read: it is damaged, or another program's. To put a backup in its place, add --force: what is there is kept aside.`,
  );
