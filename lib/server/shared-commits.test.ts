import { expect, test, vi } from "vitest";
import type { Sql } from "@/lib/domain/context";
import { sharedCommits } from "./shared-commits";
import { gate } from "./transactions";

/** A connection that writes down what it is told, and fails or gives up where a test says so. */
function recorded(fault: (command: string) => void = () => {}) {
  const log: string[] = [];
  let open = false;
  const execute = (command: string) => {
    log.push(command);
    fault(command);
    if (command.startsWith("BEGIN")) open = true;
    if (command === "COMMIT" || command === "ROLLBACK") open = false;
  };
  const giveUp = () => {
    open = false;
    throw new Error("the disk is full");
  };
  const sql: Sql = { all: async () => [] };
  const alone = gate(1);
  const shared = sharedCommits({ sql, execute, inTransaction: () => open }, alone);
  return { log, ...shared, giveUp, alone };
}

const count = (log: string[], command: string) => log.filter((one) => one === command).length;
const outcomes = async (all: Promise<unknown>[]) => (await Promise.allSettled(all)).map(({ status }) => status);

test("what comes in together shares one commit, and is answered after it", async () => {
  const { log, transaction } = recorded();
  const answers = await Promise.all(
    [1, 2, 3].map(async (number) => {
      const result = await transaction(async () => number * 10);
      expect(log.at(-1)).toBe("COMMIT");
      return result;
    }),
  );
  expect(answers).toEqual([10, 20, 30]);
  const member = ["SAVEPOINT member", "RELEASE member"];
  expect(log).toEqual(["BEGIN IMMEDIATE", ...member, ...member, ...member, "COMMIT"]);
});

test("what comes while a group is written goes with the next", async () => {
  const { log, transaction } = recorded();
  const later: Promise<unknown>[] = [];
  await transaction(async () => void later.push(transaction(async () => {})));
  await Promise.all(later);
  expect(count(log, "COMMIT")).toBe(2);
});

test("a failure takes back its own member only", async () => {
  const { log, transaction } = recorded();
  const fail = () => transaction(async () => Promise.reject(new Error("mine")));
  const all = [transaction(async () => 1), fail(), transaction(async () => 3)];
  expect(await outcomes(all)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect([count(log, "ROLLBACK TO member"), count(log, "COMMIT"), count(log, "ROLLBACK")]).toEqual([1, 1, 0]);
});

test("nobody is told done when the commit fails, and the next group works", async () => {
  let failing = true;
  const { log, transaction } = recorded((command) => {
    if (failing && command === "COMMIT") throw new Error("no space");
  });
  const all = [transaction(async () => 1), transaction(async () => 2)];
  expect(await outcomes(all)).toEqual(["rejected", "rejected"]);
  expect(log.at(-1)).toBe("ROLLBACK");
  failing = false;
  expect(await transaction(async () => "again")).toBe("again");
});

test("nobody is told done when the database has taken the whole transaction back", async () => {
  const { log, transaction, giveUp } = recorded();
  const all = [transaction(async () => 1), transaction(async () => giveUp()), transaction(async () => 3)];
  expect(await outcomes(all)).toEqual(["rejected", "rejected", "rejected"]);
  expect(count(log, "COMMIT")).toBe(0);
});

test("a beginning that finds the database busy is tried again", async () => {
  let busy = 2;
  const { log, transaction } = recorded((command) => {
    if (command === "BEGIN IMMEDIATE" && busy-- > 0) throw Object.assign(new Error("busy"), { code: "SQLITE_BUSY" });
  });
  expect(await transaction(async () => "in the end")).toBe("in the end");
  expect(count(log, "BEGIN IMMEDIATE")).toBe(3);
});

test("a crowd is written in groups, between which the event loop turns", async () => {
  const { log, transaction } = recorded();
  let turns = 0;
  const turn = () => {
    turns += 1;
    if (count(log, "COMMIT") < 4) setImmediate(turn);
  };
  setImmediate(turn);
  await Promise.all(Array.from({ length: 200 }, (_, index) => transaction(async () => index)));
  expect(count(log, "COMMIT")).toBe(4);
  expect(turns).toBeGreaterThan(2);
});

test("what nobody waits for gathers for a moment, or goes with whoever does not wait", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const { log, later, transaction, flush } = recorded();
  const gathered = Promise.all([later(async () => 1), later(async () => 2)]);
  await new Promise(setImmediate);
  expect(log).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(await gathered).toEqual([1, 2]);
  expect(count(log, "COMMIT")).toBe(1);
  const companion = later(async () => 3);
  expect([await transaction(async () => 4), await companion]).toEqual([4, 3]);
  expect(count(log, "COMMIT")).toBe(2);
  const last = later(async () => 5);
  await flush();
  expect(await last).toBe(5);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test("one writer at a time: a group waits for whoever holds the database", async () => {
  const { log, transaction, alone } = recorded();
  let release = () => {};
  const holding = new Promise<void>((resolve) => {
    release = resolve;
  });
  const held = alone(() => holding);
  const sent = transaction(async () => "after");
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
  expect(log).toEqual([]);
  release();
  await held;
  expect(await sent).toBe("after");
});
