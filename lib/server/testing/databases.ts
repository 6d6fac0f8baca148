import { randomUUID } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { inject } from "vitest";
import { type OpenDatabase, openDatabase } from "@/lib/server/db";
import { postgresFolder } from "@/scripts/postgres.mjs";

export interface ScratchDatabase extends OpenDatabase {
  url: string;
}

/** A migrated, empty SQLite database of one's own. `close` closes it and removes its folder. */
export async function scratchSqlite(): Promise<ScratchDatabase> {
  const folder = mkdtempSync(join(tmpdir(), "nida-scratch-"));
  const file = join(folder, "nida.db");
  copyFileSync(inject("templateDatabase"), file);
  const url = `file:${file}`;
  const opened = await openDatabase({ database: "sqlite", databaseUrl: url });
  const close = async () => {
    await opened.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { ...opened, url, close };
}

/** A migrated, empty PostgreSQL database of one's own, on the server of the run; null when PostgreSQL is not installed. */
export async function scratchPostgres(): Promise<ScratchDatabase | null> {
  const template = inject("templatePostgres");
  if (!template) return null;
  const url = new URL(template);
  const name = `scratch_${randomUUID().replaceAll("-", "")}`;
  await atServer(url, `CREATE DATABASE ${name} TEMPLATE ${url.pathname.slice(1)}`);
  const own = new URL(`/${name}`, url).href;
  const opened = await openDatabase({ database: "postgresql", databaseUrl: own });
  const close = async () => {
    await opened.close();
    await atServer(url, `DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { ...opened, url: own, close };
}

/** An empty PostgreSQL database, to which nobody is connected; null when PostgreSQL is not installed. */
export async function emptyPostgres(): Promise<{ url: string; drop(): Promise<void> } | null> {
  const template = inject("templatePostgres");
  if (!template) return null;
  const server = new URL(template);
  const name = `empty_${randomUUID().replaceAll("-", "")}`;
  await atServer(server, `CREATE DATABASE ${name}`);
  return {
    url: new URL(`/${name}`, server).href,
    drop: () => atServer(server, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

/** Says it from a database that nobody copies: a template must have no guests. */
async function atServer(server: URL, sql: string): Promise<void> {
  const client = new Client({ connectionString: new URL("/template1", server).href });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The databases that this machine can test; says aloud which it cannot. */
export function scratchDatabases(): [string, () => Promise<ScratchDatabase>][] {
  const databases: [string, () => Promise<ScratchDatabase>][] = [["SQLite", scratchSqlite]];
  if (!postgresFolder()) {
    console.warn("SKIPPED on PostgreSQL: it is not installed");
    return databases;
  }
  const postgres = async () => {
    const opened = await scratchPostgres();
    if (!opened) throw new Error("PostgreSQL is installed, but no user was found to run it");
    return opened;
  };
  return [...databases, ["PostgreSQL", postgres]];
}
