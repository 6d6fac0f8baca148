import { expect, test, vi } from "vitest";
import type { Sql, SqlValue } from "@/lib/domain/context";
import { statement } from "@/lib/domain/sql";
import { gathered } from "./gathered";

const note = statement<[what: string]>("note");

/** What each transaction was told, and whether it was committed; a statement, or the connection, fails where a test says so. */
function recorded(fault: (what: unknown, where: "together" | "alone") => unknown = () => null, connect = () => {}) {
  const log: string[] = [];
  const over =
    (where: "together" | "alone") =>
    async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
      connect();
      const said: unknown[] = [];
      const sql: Sql = {
        async all(_, ...[what]: SqlValue[]) {
          await new Promise(setImmediate);
          said.push(what);
          const wrong = fault(what, where);
          if (wrong) throw wrong;
          return [];
        },
      };
      try {
        const result = await work(sql);
        log.push(`${where}: ${said.join(" ")}`);
        return result;
      } catch (error) {
        log.push(`${where}, taken back: ${said.join(" ")}`);
        throw error;
      }
    };
  const shared = gathered(over("together"), over("alone"));
  /** two statements one after the other, as most have */
  const write = (about: number) =>
    shared.transaction(async (sql) => {
      await sql.all(note, `${about}a`);
      await sql.all(note, `${about}b`);
      return about * 10;
    }, about);
  return { log, write, ...shared };
}

const outcomes = async (all: Promise<unknown>[]) => (await Promise.allSettled(all)).map(({ status }) => status);

test("what comes in together goes together, all at once and in one order, and is answered after the commit", async () => {
  const { log, write } = recorded();
  const answers = [3, 1, 2].map(async (about) => {
    const answer = await write(about);
    expect(log).toHaveLength(1);
    return answer;
  });
  expect(await Promise.all(answers)).toEqual([30, 10, 20]);
  expect(log).toEqual(["together: 1a 2a 3a 1b 2b 3b"]);
});

test("two of one conversation go one after the other, and one that is about none goes alone", async () => {
  const { log, write, transaction } = recorded();
  await Promise.all([write(1), write(1), write(2), transaction((sql) => sql.all(note, "x"))]);
  expect(log).toEqual(["alone: x", "together: 1a 2a 1b 2b", "together: 1a 1b"]);
});

test("one that fails takes back only itself, and no other goes on after the rollback", async () => {
  const { log, write } = recorded((what) => what === "2a" && new Error("mine"));
  expect(await outcomes([write(1), write(2), write(3)])).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(log[0]).toBe("together, taken back: 1a 2a 3a 1b 3b");
  expect(log.slice(1).sort()).toEqual(["alone, taken back: 2a", "alone: 1a 1b", "alone: 3a 3b"]);
});

test("one that was by itself fails for a reason of its own, and is not tried again", async () => {
  const { log, write } = recorded((what) => what === "1b" && new Error("mine"));
  await expect(write(1)).rejects.toThrow("mine");
  expect(log).toEqual(["together, taken back: 1a 1b"]);
});

test("a database that is away is not asked by each of them again", async () => {
  const { log, write, later } = recorded(() => new Error("Connection terminated unexpectedly"));
  expect(await outcomes([write(1), write(2), later.all(note, "x")])).toEqual(["rejected", "rejected", "rejected"]);
  expect(log).toHaveLength(1);
});

test("a conversation that found no connection is written as soon as there is one", async () => {
  let refusals = 1;
  const { log, write } = recorded(
    () => null,
    () => {
      if (refusals-- > 0) throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    },
  );
  await expect(write(1)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(await write(1)).toBe(10);
  expect(log).toEqual(["together: 1a 1b"]);
});

test("one that is held up holds up its own conversation only", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { log, transaction, write } = recorded(
    (what, where) => what === "1?" && where === "together" && new Error("locked"),
  );
  const slow = transaction(async (sql) => {
    await sql.all(note, "1?");
    await held;
  }, 1);
  const behind = write(1);
  for (let round = 0; round < 3; round += 1) await Promise.all([write(2), write(3)]);
  expect(log.slice(3)).toEqual(Array(2).fill("together: 2a 3a 2b 3b"));
  release();
  await Promise.all([slow, behind]);
  expect(log.slice(5)).toEqual(["alone: 1?", "together: 1a 1b"]);
});

test("what nobody waits for gathers for a moment, or goes with whoever does not wait", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { log, later, write, flush } = recorded();
  const gathering = Promise.all([later.all(note, "x"), later.all(note, "y")]);
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  expect(log).toEqual([]);
  vi.advanceTimersByTime(100);
  await gathering;
  await Promise.all([later.all(note, "z"), write(1)]);
  expect(log).toEqual(["together: x y", "together: 1a z 1b"]);
  vi.useRealTimers();
  const last = later.all(note, "last");
  await flush();
  expect(log.at(-1)).toBe("together: last");
  await last;
});

test("a crowd goes in groups, and whoever closes waits for all of it", async () => {
  const { log, write, flush, waiting } = recorded();
  let told = 0;
  for (let about = 0; about < 200; about += 1) void write(about).then(() => (told += 1));
  expect(waiting()).toBe(200);
  await flush();
  expect([told, waiting()]).toEqual([200, 0]);
  expect(log).toHaveLength(4);
});

test("who waits too long is refused as by a database that is away", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { transaction, write, waiting } = recorded();
  const stuck = transaction(() => new Promise<void>(() => {}), 1);
  stuck.catch(() => {});
  for (let turn = 0; turn < 3; turn += 1) await new Promise(setImmediate);
  const refused = expect(write(1)).rejects.toMatchObject({ code: "ETIMEDOUT" });
  vi.advanceTimersByTime(10_001);
  await refused;
  expect(waiting()).toBe(0);
  vi.useRealTimers();
});
