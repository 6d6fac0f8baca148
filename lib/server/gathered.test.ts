import { expect, test } from "vitest";
import type { Sql, SqlValue } from "@/lib/domain/context";
import { statement } from "@/lib/domain/sql";
import { gathered } from "./gathered";

const move = statement<[row: number, to: string], string>("move");

/** What was written in each transaction; a value that `fault` does not like fails it. */
function recorded(fault: (to: unknown) => unknown = () => null) {
  const groups: unknown[][] = [];
  const { later, flush } = gathered(async (work) => {
    const group: unknown[] = [];
    groups.push(group);
    const sql: Sql = {
      async all<R>(_: unknown, ...[row, to]: SqlValue[]) {
        group.push(row);
        const wrong = fault(to);
        if (wrong) throw wrong;
        return [`${row} to ${to}`] as R[];
      },
    };
    return work(sql);
  });
  return { groups, later, flush };
}

test("what comes within a moment is written together, in one order whoever was first, and each hears its own rows", async () => {
  const { groups, later } = recorded();
  const answers = await Promise.all([later.all(move, 7, "b"), later.all(move, 3, "a"), later.all(move, 5, "c")]);
  expect(answers).toEqual([["7 to b"], ["3 to a"], ["5 to c"]]);
  expect(groups).toEqual([[3, 5, 7]]);
});

test("one that fails takes back only itself: the others are written alone", async () => {
  const { groups, later } = recorded((to) => to === "nowhere" && new Error("no such place"));
  const all = [later.all(move, 1, "a"), later.all(move, 2, "nowhere"), later.all(move, 3, "c")];
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(groups).toEqual([[1, 2, 3], [1], [2], [3]]);
});

test("a database that is away is not asked by each of them again", async () => {
  const { groups, later } = recorded(() => new Error("Connection terminated unexpectedly"));
  const all = [1, 2, 3].map((row) => later.all(move, row, "a"));
  expect((await Promise.allSettled(all)).map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(groups).toHaveLength(1);
});

test("a crowd is written in groups, and whoever closes waits for what has come", async () => {
  const { groups, later, flush } = recorded();
  let told = 0;
  for (let row = 0; row < 200; row += 1) void later.all(move, row, "a").then(() => (told += 1));
  await flush();
  expect(told).toBe(200);
  expect(groups.map((group) => group.length)).toEqual([64, 64, 64, 8]);
});
