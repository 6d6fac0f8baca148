import { copyFile, mkdir, readFile, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Settings } from "@/lib/server/env";
import { Trouble } from "@/lib/server/operator/trouble";
import { openStorage } from "@/lib/server/storage";
import { verify } from "./checked-files";
import { intoPostgres } from "./into-postgres";
import { intoSqlite } from "./into-sqlite";
import { type Manifest, parts, readManifest } from "./manifest";

export interface RestoreWanted {
  from: string;
  /** also over a database that is in use, which is put aside */
  force: boolean;
  /** names of the migrations that this version knows */
  migrations: string[];
}

export interface Restored {
  manifest: Manifest;
  /** where what was there before is now; null when nothing was in it */
  aside: string | null;
}

/**
 * Puts a backup in the place of the database, the files and the secret of the settings. Nothing is touched before all
 * of the backup has been held to its checksums. Files come first, and are nobody's until the database and its secret
 * change, at once: whatever breaks on the way leaves the old whole or the new. The caller migrates it then.
 * @throws Trouble
 */
export async function restore(settings: Settings, { from, force, migrations }: RestoreWanted): Promise<Restored> {
  const manifest = await readManifest(from);
  const newer = manifest.migrations.filter((name) => !migrations.includes(name));
  if (newer.length > 0)
    throw new Trouble(`The backup is of a newer Nida (${manifest.version}): its database has ${newer.join(", ")}.`);
  if (manifest.database !== settings.database) throw new Trouble(otherKind(manifest));
  const paths = await verify(from, manifest.checksums);
  const files = paths.filter((path) => path.startsWith(`${parts.files}/`));
  const secret = paths.includes(parts.secret) ? await readFile(join(from, parts.secret), "utf8") : null;
  const place = settings.database === "sqlite" ? intoSqlite : intoPostgres;
  return {
    manifest,
    aside: await place(settings, from, { force, secret, putFiles: () => putFiles(settings, from, files) }),
  };
}

function otherKind({ database }: Manifest): string {
  if (database === "postgresql") return "This is a backup of a PostgreSQL database: DATABASE_URL must name one.";
  return "This is a backup of a SQLite database. Restore it without DATABASE_URL, then: npm run admin -- move postgres://…";
}

/** Keys are never used again, so nothing that is there is replaced by something else. */
async function putFiles(settings: Settings, from: string, paths: string[]): Promise<void> {
  const storage = openStorage(settings);
  const incoming = join(settings.uploadDir, "incoming", "restore.part");
  await mkdir(dirname(incoming), { recursive: true, mode: 0o700 });
  for (const path of paths) {
    await copyFile(join(from, path), incoming);
    const { size } = await stat(incoming);
    await storage.put(path.slice(parts.files.length + 1), { path: incoming, size });
  }
  await rm(incoming, { force: true });
}
