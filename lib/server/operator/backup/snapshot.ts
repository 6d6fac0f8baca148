import { join } from "node:path";
import Sqlite from "better-sqlite3";
import type { Settings } from "@/lib/server/env";
import { withPostgres } from "@/lib/server/operator/at-rest";
import { Trouble } from "@/lib/server/operator/trouble";
import { parts } from "./manifest";
import { dump } from "./pg-tools";

/** What a copy of the database holds, at one moment. */
export interface Snapshot {
  migrations: string[];
  rows: Record<string, number>;
  /** storage keys of all files that it knows */
  keys: string[];
}

/** Columns that hold storage keys; a test finds those that are missing here. */
export const keyColumns = [
  ["uploads", "storage_key"],
  ["uploads", "thumb_key"],
  ["users", "avatar_key"],
] as const;

/** Schemas that hold what a restore has replaced. */
export const asideSchema = "before_restore_";

type Ask = (sql: string) => Promise<Record<string, unknown>[]>;

async function look(ask: Ask, listTables: string): Promise<Snapshot> {
  const migrations = await ask(`SELECT migration_name AS name FROM _prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`);
  const rows: Record<string, number> = {};
  for (const { name } of await ask(listTables)) {
    const [counted] = await ask(`SELECT count(*) AS n FROM "${name}"`);
    rows[String(name)] = Number(counted?.n);
  }
  const keys = await ask(
    keyColumns
      .map(([table, column]) => `SELECT ${column} AS key FROM ${table} WHERE ${column} IS NOT NULL`)
      .join(" UNION "),
  );
  return { migrations: migrations.map(({ name }) => String(name)), rows, keys: keys.map(({ key }) => String(key)) };
}

/** Copies the database into a folder, as it is at one moment, while servers go on writing. */
export function copyDatabase(settings: Settings, folder: string): Promise<Snapshot> {
  return settings.database === "sqlite"
    ? copySqlite(settings.databaseUrl.replace(/^file:/, ""), join(folder, parts.sqlite))
    : copyPostgres(settings.databaseUrl, join(folder, parts.postgresql));
}

async function copySqlite(from: string, to: string): Promise<Snapshot> {
  const source = new Sqlite(from, { readonly: true, fileMustExist: true, timeout: 5000 });
  try {
    // All pages in one step, under one read lock: in several, every write would begin it anew. Writers do not wait.
    await source.backup(to, { progress: () => 0x7fffffff });
  } finally {
    source.close();
  }
  const copy = new Sqlite(to);
  try {
    copy.pragma("journal_mode = DELETE");
    const [found] = copy.pragma("integrity_check") as { integrity_check: string }[];
    if (found?.integrity_check !== "ok") throw new Trouble(`The database is damaged: ${found?.integrity_check}`);
    const tables =
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY name";
    return await look(async (sql) => copy.prepare<[], Record<string, unknown>>(sql).all(), tables);
  } finally {
    copy.close();
  }
}

function copyPostgres(url: string, to: string): Promise<Snapshot> {
  return withPostgres(url, async (client) => {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    // pg_dump looks through the same window, so what is counted here is what it writes.
    const { rows } = await client.query<{ id: string }>("SELECT pg_export_snapshot() AS id");
    const args = ["--format=custom", `--exclude-schema=${asideSchema}*`, "--no-owner", "--no-privileges"];
    await dump(url, [...args, `--snapshot=${rows[0]?.id}`, `--file=${to}`]);
    const tables = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename";
    return look(async (sql) => (await client.query(sql)).rows, tables);
  });
}
