import { existsSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { Client } from "pg";
import { codesOf } from "@/lib/server/error-codes";
import { Trouble } from "./trouble";

/** Prisma's own list of migrations: each database has its own. */
export const ownTable = "_prisma_migrations";

const running = "Nida is running on this database (or another program has it open). Stop it first.";

/**
 * Opens a SQLite file alone: no server has it open, nor can until this is closed. Null where there is none.
 * In WAL mode every open connection holds a shared lock (https://sqlite.org/wal.html), so an exclusive one tells.
 */
export function holdSqlite(path: string): Sqlite.Database | null {
  if (!existsSync(path)) return null;
  const file = new Sqlite(path, { timeout: 0 });
  try {
    file.pragma("locking_mode = EXCLUSIVE");
    file.exec("BEGIN EXCLUSIVE; COMMIT");
  } catch (error) {
    file.close();
    throw codesOf(error).some((code) => String(code).startsWith("SQLITE_BUSY")) ? new Trouble(running) : error;
  }
  return file;
}

/** Whether a SQLite file is another program's, or Nida's with something in it. */
export function isInUse(file: Sqlite.Database): boolean {
  const tables = file.prepare(
    "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!' AND type = 'table'",
  );
  const names = tables.pluck().all().map(String);
  const hasRow = (name: string) =>
    file.prepare(`SELECT 1 FROM "${name.replaceAll('"', '""')}" LIMIT 1`).get() !== undefined;
  if (!names.includes(ownTable)) return names.length > 0;
  return names.some((name) => name !== ownTable && hasRow(name));
}

/** @throws Trouble while anybody else is connected to this PostgreSQL database */
export async function expectPostgresAlone(client: Pick<Client, "query">): Promise<void> {
  const others = await client.query(`
    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND (backend_type IS NULL OR backend_type = 'client backend')`);
  if (others.rowCount) throw new Trouble(running);
}

/** A table that has a row, be it Nida's or another program's; null when there is none. */
export async function filledTable(client: Pick<Client, "query">): Promise<string | null> {
  const tables = await client.query<{ name: string }>(
    "SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> $1",
    [ownTable],
  );
  for (const { name } of tables.rows)
    if ((await client.query(`SELECT 1 FROM public.${name} LIMIT 1`)).rowCount) return name;
  return null;
}

/** Works on a connection of its own. */
export async function withPostgres<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // What breaks the connection fails the query that needs it.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    const { message = "", code = "" } = error as { message?: string; code?: string };
    throw new Trouble(`PostgreSQL could not be reached: ${message || code}`);
  }
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
