import { chmod, copyFile, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type Sqlite from "better-sqlite3";
import type { Settings } from "@/lib/server/env";
import { expectPostgresAlone, filledTable, holdSqlite, withPostgres } from "@/lib/server/operator/at-rest";
import { Trouble } from "@/lib/server/operator/trouble";
import { openStorage } from "@/lib/server/storage";
import { verify } from "./checked-files";
import { type Manifest, parts, readManifest } from "./manifest";
import { runPgTool } from "./pg-tools";
import { asideSchema } from "./snapshot";

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
 * of the backup has been held to its checksums, and the database changes last, at once. The caller migrates it then.
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
  const put = async () => {
    await putFiles(settings, from, files);
    if (paths.includes(parts.secret)) await putSecret(settings, join(from, parts.secret));
  };
  const place = settings.database === "sqlite" ? intoSqlite : intoPostgres;
  return { manifest, aside: await place(settings, from, { force, put }) };
}

function otherKind({ database }: Manifest): string {
  if (database === "postgresql") return "This is a backup of a PostgreSQL database: DATABASE_URL must name one.";
  return "This is a backup of a SQLite database. Restore it without DATABASE_URL, then: npm run admin -- move postgres://…";
}

interface How {
  force: boolean;
  put(): Promise<void>;
}

const inUse = (where: string) =>
  new Trouble(`${where} is in use already. To put a backup in its place, add --force: what is there is kept aside.`);

const stamp = () => new Date().toISOString().replace(/\D/g, "").slice(0, 14);

async function intoSqlite({ databaseUrl }: Settings, from: string, { force, put }: How): Promise<string | null> {
  const path = databaseUrl.replace(/^file:/, "");
  const held = holdSqlite(path);
  try {
    const used = held !== null && hasPeople(held);
    if (used && !force) throw inUse(path);
    await put();
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.restoring`;
    await copyFile(join(from, parts.sqlite), draft);
    await chmod(draft, 0o600);
    const copy = await open(draft, "r+");
    await copy.sync().finally(() => copy.close());
    // Of a file that is gone: SQLite would take it for this one's, and write it in.
    for (const left of ["-wal", "-shm", "-journal"]) await rm(path + left, { force: true });
    const aside = used ? `${path}.before-restore-${stamp()}` : null;
    if (aside) await rename(path, aside);
    await rename(draft, path);
    return aside;
  } finally {
    held?.close();
  }
}

function hasPeople(file: Sqlite.Database): boolean {
  const known = file.prepare("SELECT 1 FROM sqlite_master WHERE name = 'users'").get();
  return known !== undefined && file.prepare("SELECT 1 FROM users LIMIT 1").get() !== undefined;
}

function intoPostgres({ databaseUrl }: Settings, from: string, { force, put }: How): Promise<string | null> {
  return withPostgres(databaseUrl, async (client) => {
    await expectPostgresAlone(client);
    const used = (await filledTable(client)) !== null;
    if (used && !force) throw inUse("This PostgreSQL database");
    await put();
    const aside = asideSchema + stamp();
    await client.query(`BEGIN; ALTER SCHEMA public RENAME TO ${aside}; CREATE SCHEMA public; COMMIT`);
    try {
      const args = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"];
      await runPgTool("pg_restore", databaseUrl, [...args, join(from, parts.postgresql)]);
    } catch (error) {
      await client.query(`BEGIN; DROP SCHEMA public CASCADE; ALTER SCHEMA ${aside} RENAME TO public; COMMIT`);
      throw error;
    }
    if (!used) await client.query(`DROP SCHEMA ${aside} CASCADE`);
    return used ? `the schema ${aside}` : null;
  });
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

async function putSecret({ dataDir }: Settings, from: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const [path, draft] = [join(dataDir, "secret"), join(dataDir, "secret.restoring")];
  await writeFile(draft, await readFile(from), { mode: 0o600, flush: true });
  await rename(draft, path);
}
