import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Sql } from "@/lib/domain/context";
import { isUniqueViolation } from "@/lib/domain/errors";
import { statement, timeText } from "@/lib/domain/sql";
import { postgresFolder } from "@/scripts/postgres.mjs";
import { type OpenDatabase, openDatabase } from "./db";
import { isAway } from "./error-codes";
import { type ScratchDatabase, scratchDatabases, scratchPostgres, scratchSqlite } from "./testing/databases";

type NewUser = [username: string, about: string, at: string];
const insert = statement<NewUser, { id: number }>(`
  INSERT INTO users (username, name, search_text, password_hash, about, created_at, last_seen_at)
  VALUES ($1, $1, $1, '-', $2, $3, $3) RETURNING id AS "id"`);
const find = statement<[username: string], { id: number; seenAs: string; email: string | null; mine: number }>(`
  SELECT id AS "id", name AS "seenAs", email AS "email",
    (SELECT CAST(count(*) AS INTEGER) FROM users WHERE username = $1) AS "mine" FROM users WHERE username = $1`);
const rename = statement<[about: string, username: string]>("UPDATE users SET about = $1 WHERE username = $2");
const at = new Date("2026-01-25T23:30:00.123Z");

describe.each(scratchDatabases())("the hot path on %s", (name, open) => {
  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await open();
  }, 60_000);
  afterAll(() => database.close());
  const add = (sql: Sql, username: string, about = "") => sql.all(insert, username, about, timeText(at));

  test("a statement does the same on every way to it", async () => {
    const ways: Record<string, <T>(work: (sql: Sql) => Promise<T>) => Promise<T>> = {
      hot: (work) => database.hot.transaction(work),
      prisma: (work) => database.transaction((tx) => work(database.hot.within(tx))),
    };
    for (const [way, write] of Object.entries(ways)) {
      const about = "  مرحبًا 👋🏽 'quoted' $1 ? -- ";
      const rows = await write(async (sql) => {
        const added = await add(sql, way);
        expect(await sql.all(rename, about, way)).toEqual([]);
        expect(await sql.all(find, way)).toEqual([{ ...added[0], seenAs: way, email: null, mine: 1 }]);
        return added;
      });
      expect(await database.hot.read.all(find, way)).toEqual([{ ...rows[0], seenAs: way, email: null, mine: 1 }]);
      const kept = await database.db.user.findUnique({ where: { username: way } });
      expect(kept).toMatchObject({ id: rows[0]?.id, about, createdAt: at, lastSeenAt: at, hidePresence: false });
    }
  });

  test("nobody reads what is not committed, and everybody what is", async () => {
    await database.hot.transaction(async (sql) => {
      await add(sql, "unborn");
      expect(await sql.all(find, "unborn")).toHaveLength(1);
      expect(await database.hot.read.all(find, "unborn")).toEqual([]);
    });
    expect(await database.hot.read.all(find, "unborn")).toHaveLength(1);
    expect(await database.db.user.count({ where: { username: "unborn" } })).toBe(1);
  });

  test.each([
    ["alone", false],
    ["together", true],
  ])("of 90 at once, %s, those that fail take back only themselves", async (how, together) => {
    const all = Array.from({ length: 90 }, (_, index) =>
      database.hot.transaction(
        async (sql) => {
          await add(sql, `${how}${index}`);
          if (index % 3 === 0) throw new Error("changed my mind");
        },
        together ? index : undefined,
      ),
    );
    const settled = await Promise.allSettled(all);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(60);
    const kept = await database.db.user.findMany({ where: { username: { startsWith: how } } });
    expect(kept.map(({ username }) => Number(username.slice(how.length)) % 3).filter((rest) => rest === 0)).toEqual([]);
    expect(kept).toHaveLength(60);
  });

  test("what is begun together is carried out in its order, and fails together", async () => {
    const [kept, gone] = ["beside", "astray"];
    const found = await database.hot.transaction(async (sql) => {
      const [[added], , rows] = await Promise.all([
        add(sql, kept),
        sql.all(rename, "in its order", kept),
        sql.all(find, kept),
      ]);
      return { added, rows };
    });
    expect(found.rows).toEqual([{ ...found.added, seenAs: kept, email: null, mine: 1 }]);
    expect(await database.db.user.findUnique({ where: { username: kept } })).toMatchObject({ about: "in its order" });
    const failing = database.hot.transaction(async (sql) => {
      await Promise.all([add(sql, gone), add(sql, kept), add(sql, `${gone}2`)]);
    });
    await expect(failing).rejects.toSatisfy(isUniqueViolation);
    expect(await database.db.user.count({ where: { username: { startsWith: gone } } })).toBe(0);
  });

  test("of what is written later, one that fails takes back only itself", async () => {
    const { later } = database.hot;
    const all = ["ahead", "ahead", "behind"].map((username) => later.all(insert, username, "", timeText(at)));
    const settled = await Promise.allSettled(all);
    const failed = settled.filter(({ status }) => status === "rejected");
    expect(failed).toEqual([{ status: "rejected", reason: expect.toSatisfy(isUniqueViolation) }]);
    expect(await database.db.user.count({ where: { username: { in: ["ahead", "behind"] } } })).toBe(2);
  });

  test("whoever holds a row for long holds up only who wants that row", async () => {
    await database.hot.transaction((sql) => add(sql, "held"));
    let release = () => {};
    let holds = () => {};
    const holding = new Promise<void>((resolve) => {
      holds = resolve;
    });
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const holder = database.transaction(async (tx) => {
      await database.hot.within(tx).all(rename, "first", "held");
      holds();
      await held;
    });
    await holding;
    const change = (about: number, username: string) =>
      database.hot.transaction((sql) => sql.all(rename, "second", username), about);
    const all = [change(1, "held"), change(2, "nobody"), change(3, "no one")];
    // SQLite has one writer, and so nobody passes.
    if (name === "PostgreSQL") await Promise.all(all.slice(1));
    release();
    await Promise.all([holder, ...all]);
    expect(await database.db.user.findUnique({ where: { username: "held" } })).toMatchObject({ about: "second" });
  });

  test("a second of a kind is a unique violation on every way, and its neighbours stay", async () => {
    const twice = () => database.hot.transaction((sql) => add(sql, "twin"));
    const [first, second, neighbour] = await Promise.allSettled([
      twice(),
      twice(),
      database.hot.transaction((sql) => add(sql, "neighbour")),
    ]);
    const failed = [first, second].filter((one) => one.status === "rejected");
    expect(failed.map(({ reason }) => isUniqueViolation(reason))).toEqual([true]);
    expect(neighbour.status).toBe("fulfilled");
    const third = database.transaction((tx) => add(database.hot.within(tx), "twin"));
    await expect(third).rejects.toSatisfy(isUniqueViolation);
  });

  test("it and Prisma's transactions take turns, and neither loses the other's count", async () => {
    const { id } = await database.transaction((tx) =>
      tx.user.create({ data: { username: "counter", name: "0", searchText: "", passwordHash: "-" } }),
    );
    const more = statement<[id: number]>(
      "UPDATE users SET name = CAST(CAST(name AS INTEGER) + 1 AS TEXT) WHERE id = $1",
    );
    const hot = () => database.hot.transaction((sql) => sql.all(more, id));
    const cold = () => database.transaction((tx) => database.hot.within(tx).all(more, id));
    await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 4 === 0 ? cold() : hot())));
    expect((await database.db.user.findUnique({ where: { id } }))?.name).toBe("60");
  });

  test("a transaction within a transaction is refused instead of waiting for ever", async () => {
    const nested = database.hot.transaction(() => database.hot.transaction(async () => "never"));
    await expect(nested).rejects.toThrow(/within a transaction/);
    const mixed = database.hot.transaction(() => database.transaction(async () => "never"));
    await expect(mixed).rejects.toThrow(/within a transaction/);
    expect(await database.hot.transaction(async () => "free again")).toBe("free again");
  });
});

test.skipIf(!postgresFolder())(
  "PostgreSQL that ends all connections fails what was under way, and nothing after",
  async () => {
    const database = await scratchPostgres();
    if (!database) throw new Error("no user was found to run PostgreSQL");
    const operator = new Client({ connectionString: database.url });
    await operator.connect();
    const endAll = () =>
      operator.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
      );
    const patience = { timeout: 20_000, interval: 50 };
    const sleep = statement<[seconds: number], { slept: string }>("SELECT pg_sleep($1)::text AS slept");
    const { read, transaction, later } = database.hot;
    await read.all(find, "nobody");
    const under = [
      read.all(sleep, 30),
      read.all(find, "behind it"),
      transaction((sql) => Promise.all([sql.all(rename, "x", "y"), sql.all(sleep, 30), sql.all(find, "behind it")])),
      transaction((sql) => sql.all(sleep, 30)),
    ];
    const settled = Promise.allSettled(under);
    await vi.waitFor(async () => {
      const { rows } = await operator.query(
        "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'",
      );
      expect(rows).toHaveLength(3);
    }, patience);
    await endAll();
    for (const one of await settled) expect(one).toEqual({ status: "rejected", reason: expect.toSatisfy(isAway) });
    await vi.waitFor(() => read.all(find, "nobody"), patience);
    expect(await transaction((sql) => sql.all(find, "nobody"))).toEqual([]);
    expect(await later.all(rename, "x", "nobody")).toEqual([]);
    await operator.end();
    await database.close();
  },
  60_000,
);

test.skipIf(!postgresFolder())(
  "behind a pooler a statement has one name in every process, or leaves nothing on the connection",
  async () => {
    const database = await scratchPostgres();
    if (!database) throw new Error("no user was found to run PostgreSQL");
    const serverless = await openDatabase({ database: "postgresql", databaseUrl: database.url, serverless: true });
    const left = statement<[], { name: string; digest: string }>(`
      SELECT name AS "name", 'hot_' || left(encode(sha256(convert_to(statement, 'UTF8')), 'hex'), 32) AS "digest"
      FROM pg_prepared_statements`);
    const leftBy = (one: OpenDatabase) =>
      one.hot.transaction(async (sql) => {
        await sql.all(find, "nobody");
        return sql.all(left);
      });
    const prepared = await leftBy(database);
    expect(prepared.length).toBeGreaterThan(1);
    for (const { name, digest } of prepared) expect(name).toBe(digest);
    expect(await leftBy(serverless)).toEqual([]);
    expect(await serverless.hot.read.all(left)).toEqual([]);
    await serverless.close();
    await database.close();
  },
);

test("on SQLite its connections have full durability, foreign keys and patience, and only one can write", async () => {
  const database = await scratchSqlite();
  const asked = statement<[], { s: number; f: number; b: number; j: string; q: number }>(`
    SELECT (SELECT synchronous FROM pragma_synchronous) AS s, (SELECT foreign_keys FROM pragma_foreign_keys) AS f,
      (SELECT timeout FROM pragma_busy_timeout) AS b, (SELECT journal_mode FROM pragma_journal_mode) AS j,
      (SELECT query_only FROM pragma_query_only) AS q`);
  const inForce = { s: 2, f: 1, j: "wal" };
  expect(await database.hot.read.all(asked)).toEqual([{ ...inForce, b: 5000, q: 1 }]);
  expect(await database.hot.transaction((sql) => sql.all(asked))).toEqual([{ ...inForce, b: 50, q: 0 }]);
  await expect(database.hot.read.all(rename, "x", "y")).rejects.toThrow(/readonly/);
  await database.close();
});
