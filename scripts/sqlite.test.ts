import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";

/** What a new process says, that begins as every command does. */
const says = (code: string) =>
  execFileSync(process.execPath, ["--import", "./scripts/sqlite.mjs", "--input-type=module", "-e", code], {
    encoding: "utf8",
  });

test("a process outlives its statements", () => {
  const code = `
    import Sqlite from "better-sqlite3";
    const db = new Sqlite(":memory:");
    for (let n = 0; n < 2000; n += 1) db.prepare("select " + n).get();
    console.log("alive");
  `;
  expect(says(code)).toBe("alive\n");
});

test("Prisma's adapter uses the same one", () => {
  const code = `
    import Sqlite from "better-sqlite3";
    import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
    const adapter = await new PrismaBetterSqlite3({ url: "file::memory:" }).connect();
    const { rows } = await adapter.queryRaw({ sql: "select sqlite_version()", args: [], argTypes: [] });
    console.log(rows[0][0] === new Sqlite(":memory:").prepare("select sqlite_version()").pluck().get());
  `;
  expect(says(code)).toBe("true\n");
});
