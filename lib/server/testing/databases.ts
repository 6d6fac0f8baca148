import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { type OpenDatabase, openDatabase } from "@/lib/server/db";
import { postgresFolder, startPostgres } from "@/scripts/postgres.mjs";
import { migrate } from "@/scripts/prisma.mjs";

export { startPostgres };

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

/** A migrated, empty PostgreSQL database on a server of one's own; null when PostgreSQL is not installed. */
export async function scratchPostgres(): Promise<ScratchDatabase | null> {
  const server = await startPostgres();
  if (!server) return null;
  await migrate(server.url);
  const opened = await openDatabase({ database: "postgresql", databaseUrl: server.url });
  const close = async () => {
    await opened.close();
    await server.stop();
  };
  return { ...opened, url: server.url, close };
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
