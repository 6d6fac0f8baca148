import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresFolder } from "@/scripts/postgres.mjs";
import { openDatabase } from "./db";
import { isAway } from "./error-codes";
import { type ScratchDatabase, scratchDatabases, scratchPostgres, scratchSqlite } from "./testing/databases";

const person = (username: string) => ({
  data: { username, name: username, searchText: username, passwordHash: "-" },
});

describe.each(scratchDatabases())("the database on %s", (name, open) => {
  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  test("nobody reads what is not committed", async () => {
    await database.transaction(async (tx) => {
      await tx.user.create(person("unborn"));
      expect(await tx.user.count({ where: { username: "unborn" } })).toBe(1);
      expect(await database.db.user.count({ where: { username: "unborn" } })).toBe(0);
    });
    expect(await database.db.user.count({ where: { username: "unborn" } })).toBe(1);
  });

  test("a rollback takes back its own writes and nobody else's", async () => {
    const doomed = database.transaction(async (tx) => {
      await tx.user.create(person("doomed"));
      throw new Error("changed my mind");
    });
    const kept = database.transaction((tx) => tx.user.create(person("kept")));
    await expect(doomed).rejects.toThrow("changed my mind");
    await kept;
    const names = await database.db.user.findMany({ where: { username: { in: ["doomed", "kept"] } } });
    expect(names.map((user) => user.username)).toEqual(["kept"]);
  });

  test("200 transactions at once all commit, and none overwrites another's count", async () => {
    const { low, high } = await database.transaction(async (tx) => ({
      low: (await tx.user.create(person("crowd-low"))).id,
      high: (await tx.user.create(person("crowd-high"))).id,
    }));
    const { id } = await database.transaction((tx) => tx.conversation.create({ data: { lowId: low, highId: high } }));
    const seqs = await Promise.all(
      Array.from({ length: 200 }, () =>
        database.transaction(async (tx) => {
          const { lastSeq } = await tx.conversation.update({ where: { id }, data: { lastSeq: { increment: 1 } } });
          const clientId = `crowd-${lastSeq}`;
          const words = { type: "text", body: "", rev: lastSeq, clientId };
          await tx.message.create({ data: { conversationId: id, senderId: low, seq: lastSeq, ...words } });
          return lastSeq;
        }),
      ),
    );
    expect(new Set(seqs).size).toBe(200);
    expect(await database.db.message.count({ where: { conversationId: id } })).toBe(200);
  });

  test("a second of a kind is refused as P2002, and the next transaction works", async () => {
    await database.transaction((tx) => tx.user.create(person("twin")));
    const second = database.transaction((tx) => tx.user.create(person("twin")));
    await expect(second).rejects.toMatchObject({ code: "P2002" });
    await database.transaction((tx) => tx.user.create(person("after-twin")));
  });

  test("a reference to nothing is refused", async () => {
    const dangling = { lowId: 999_999, highId: 999_998, requesterId: 999_999 };
    const write = database.transaction((tx) => tx.friendship.create({ data: dangling }));
    await expect(write).rejects.toMatchObject({ code: "P2003" });
  });

  test("a commit that fails leaves the next transaction a clean start", async () => {
    const failing = database.transaction(async (tx) => {
      if (name === "SQLite") await tx.$executeRawUnsafe("PRAGMA defer_foreign_keys = ON");
      else await tx.$executeRawUnsafe(`ALTER TABLE "sessions" ALTER CONSTRAINT "sessions_user_id_fkey" DEFERRABLE`);
      if (name === "PostgreSQL") await tx.$executeRawUnsafe("SET CONSTRAINTS ALL DEFERRED");
      await tx.user.create(person("lost-at-commit"));
      await tx.$executeRawUnsafe("INSERT INTO sessions (id, user_id, kind, name) VALUES ('x', 999999, 'web', 'x')");
    });
    await expect(failing).rejects.toThrow();
    await database.transaction((tx) => tx.user.create(person("after-commit")));
    expect(await database.db.user.count({ where: { username: "lost-at-commit" } })).toBe(0);
    expect(await database.db.user.count({ where: { username: "after-commit" } })).toBe(1);
  });

  test("a transaction within a transaction is refused instead of waiting for ever", async () => {
    const nested = database.transaction(() => database.transaction(async () => "never"));
    await expect(nested).rejects.toThrow(/within a transaction/);
    expect(await database.transaction(async () => "free again")).toBe("free again");
  });
});

describe("SQLite", () => {
  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await scratchSqlite();
  });
  afterAll(() => database.close());

  const asked = "SELECT (SELECT * FROM pragma_foreign_keys) f, (SELECT * FROM pragma_synchronous) s, ";
  const pragmas = `${asked}(SELECT * FROM pragma_busy_timeout) b, (SELECT * FROM pragma_journal_mode) j`;
  const inForce = { f: 1n, s: 2n, j: "wal" };

  test("both connections have foreign keys, full durability, patience and the write-ahead log", async () => {
    const written = await database.transaction((tx) => tx.$queryRawUnsafe<object[]>(pragmas));
    expect(big(written[0])).toEqual({ ...inForce, b: 50n });
    const { db } = database;
    if (!("$queryRawUnsafe" in db) || typeof db.$queryRawUnsafe !== "function") throw new Error("no raw reads");
    expect(big((await db.$queryRawUnsafe(pragmas))[0])).toEqual({ ...inForce, b: 5000n });
  });

  test("the reading connection cannot write", async () => {
    const { db } = database;
    if (!("$executeRawUnsafe" in db) || typeof db.$executeRawUnsafe !== "function") throw new Error("no raw writes");
    await expect(db.$executeRawUnsafe("DELETE FROM users")).rejects.toThrow(/readonly/);
  });

  test("another process that holds the file holds up who writes, and nothing else", async () => {
    const other = new Sqlite(database.url.replace("file:", ""));
    other.exec("BEGIN IMMEDIATE");
    const began = performance.now();
    const freed = new Promise<number>((resolve) => {
      setTimeout(() => {
        other.exec("ROLLBACK");
        resolve(performance.now() - began);
      }, 300);
    });
    const count = { text: "SELECT count(*) FROM users" };
    await Promise.all([
      database.transaction((tx) => tx.user.create(person("patient"))),
      database.hot.transaction((sql) => sql.all(count)),
    ]);
    // A process that stands still lets go of nothing.
    expect(await freed).toBeLessThan(4000);
    other.close();
    await database.transaction((tx) => tx.user.delete({ where: { username: "patient" } }));
  });

  test("a transaction that another process outran is run again", async () => {
    const other = new Sqlite(database.url.replace("file:", ""));
    const insert = "INSERT INTO users (username, name, search_text, password_hash) VALUES ('other', '', '', '')";
    let runs = 0;
    await database.transaction(async (tx) => {
      runs += 1;
      await tx.user.count();
      if (runs === 1) other.exec(insert);
      await tx.user.create(person("outrun"));
    });
    other.close();
    expect(runs).toBe(2);
    expect(await database.db.user.count()).toBe(2);
  });
});

describe.skipIf(!postgresFolder())("PostgreSQL", () => {
  test("what a transaction wrote that was given up is not committed by the next one", async () => {
    const other = await scratchPostgres();
    if (!other) throw new Error("PostgreSQL is installed, but no user was found to run it");
    const { id } = await other.transaction((tx) => tx.user.create(person("wanted-by-both")));
    // As the server has it, but sooner.
    const database = await openDatabase({ database: "postgresql", databaseUrl: `${other.url}?query_timeout=300` });
    const rename = { where: { id }, data: { name: "renamed" } };
    let letGo = () => {};
    const free = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let held = () => {};
    const holds = new Promise<void>((resolve) => {
      held = resolve;
    });
    const holding = other.transaction(async (tx) => {
      await tx.user.update(rename);
      held();
      await free;
    });
    await holds;
    const late = database.transaction(async (tx) => {
      await tx.user.create(person("given-up"));
      await tx.user.update(rename);
    });
    const fault = await late.catch((error: unknown) => error);
    expect(isAway(fault), String(fault)).toBe(true);
    letGo();
    await holding;
    await database.transaction((tx) => tx.user.create(person("after-it")));
    await database.close();
    const kept = await other.db.user.findMany({ orderBy: { id: "asc" } });
    expect(kept.map(({ username }) => username)).toEqual(["wanted-by-both", "after-it"]);
    await other.close();
  });
});

function big(row: object | undefined): object {
  const entries = Object.entries(row ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, typeof value === "number" ? BigInt(value) : value]));
}
