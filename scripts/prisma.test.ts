import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { type PrivatePostgres, postgresFolder, startPostgres } from "@/scripts/postgres.mjs";
import { drift, generate, migrate, migrationLock, schemaFor } from "@/scripts/prisma.mjs";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "nida-prisma-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string) => `file:${join(folder, "deeper", `${name}.db`)}`;

test("both schemas are the same models, under each provider's name and place", () => {
  const [sqlite, postgresql] = [schemaFor("sqlite"), schemaFor("postgresql")];
  expect(postgresql).toContain('provider = "postgresql"');
  expect(postgresql).not.toContain("sqlite");
  const models = (schema: string) => schema.slice(schema.indexOf("\nmodel "));
  expect(models(postgresql)).toBe(models(sqlite));
});

test("the clients are not made again while they fit the schema", async () => {
  expect(await generate()).toBe(false);
});

describe("SQLite", () => {
  test("the history of migrations leads to the schema and nothing else", async () => {
    expect(await drift("sqlite", file("drift"))).toBe("");
  });

  test("it comes into a folder that nobody else can look into", async () => {
    const inside = join(folder, "private");
    await migrate(`file:${join(inside, "nida.db")}`);
    expect(statSync(inside).mode & 0o777).toBe(0o700);
  });

  test("a difference is noticed", async () => {
    const url = file("different");
    await migrate(url);
    const database = new Sqlite(url.replace("file:", ""));
    database.exec("DROP INDEX sessions_user_id_idx");
    database.close();
    expect(await drift("sqlite", url)).toContain("CREATE INDEX");
  });

  test("migrating twice does nothing the second time, and keeps what is there", async () => {
    const url = file("twice");
    expect((await migrate(url)).length).toBeGreaterThan(0);
    const database = new Sqlite(url.replace("file:", ""));
    onTestFinished(() => void database.close());
    database.exec("INSERT INTO users (username, name, search_text, password_hash) VALUES ('a', 'a', 'a', '-')");
    expect(await migrate(url)).toEqual([]);
    expect(database.prepare("SELECT count(*) AS n FROM users").get()).toEqual({ n: 1 });
  });

  test("a database from a newer program is left alone", async () => {
    const url = file("newer");
    await migrate(url);
    const database = new Sqlite(url.replace("file:", ""));
    const row = "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', ?, 1)";
    database.prepare(row).run("29990101000000_future");
    database.close();
    await expect(migrate(url)).rejects.toThrow(/newer than this program: it has 29990101000000_future/);
  });
});

describe.skipIf(!postgresFolder())("PostgreSQL (skipped where it is not installed)", () => {
  let server: PrivatePostgres | null;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  test("the history of migrations leads to the schema and nothing else, and is applied once", async () => {
    const url = server?.url ?? "";
    expect((await migrate(url)).length).toBeGreaterThan(0);
    expect(await migrate(url)).toEqual([]);
    expect(await drift("postgresql", url)).toBe("");
  });

  test("nodes that start together migrate one after the other", async () => {
    const admin = new Client({ connectionString: server?.url });
    await admin.connect();
    await admin.query("CREATE DATABASE together");
    await admin.end();
    const url = new URL("/together", server?.url).href;
    const first = new Client({ connectionString: url });
    await first.connect();
    await first.query("SELECT pg_advisory_lock($1)", [migrationLock]);
    const others = Promise.all([migrate(url), migrate(url)]);
    await vi.waitFor(async () => {
      const waiting = await first.query("SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted");
      expect(waiting.rowCount).toBe(2);
    }, 10_000);
    expect((await first.query("SELECT to_regclass('_prisma_migrations') AS known")).rows).toEqual([{ known: null }]);
    await first.end();
    const applied = await others;
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await drift("postgresql", url)).toBe("");
  });
});
