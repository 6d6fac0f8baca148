import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type PrivatePostgres, postgresFolder, startPostgres } from "@/scripts/postgres.mjs";
import { drift, generate, migrate, schemaFor } from "@/scripts/prisma.mjs";

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
});
