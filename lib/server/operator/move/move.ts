import { createHash } from "node:crypto";
import type Sqlite from "better-sqlite3";
import type { Client } from "pg";
import type { Settings } from "@/lib/server/env";
import { expectPostgresAlone, filledTable, holdSqlite, withPostgres } from "@/lib/server/operator/at-rest";
import { Trouble } from "@/lib/server/operator/trouble";
import { expectAlike, type Table, tablesOf } from "./tables";
import { converted, readAs } from "./values";

/** Rows that go over at once. */
const BATCH = 500;

export interface Moved {
  /** how many rows each table has, in the order in which they went */
  rows: Record<string, number>;
}

/**
 * Moves everything from the SQLite file of the settings into an empty PostgreSQL that has been migrated likewise: in one
 * transaction, which ends well only if PostgreSQL then answers with the very same rows. The file stays as it is.
 * @throws Trouble
 */
export async function move({ databaseUrl }: Pick<Settings, "databaseUrl">, target: string): Promise<Moved> {
  const path = databaseUrl.replace(/^file:/, "");
  const source = holdSqlite(path);
  if (!source) throw new Trouble(`There is no database at ${path}.`);
  try {
    return await withPostgres(target, async (client) => {
      await expectPostgresAlone(client);
      const tables = await tablesOf(client);
      expectAlike(source, tables);
      await expectEmpty(client);
      await client.query("BEGIN");
      const rows: Record<string, number> = {};
      for (const table of tables) {
        const sent = await send(source, client, table);
        const arrived = await lookBack(client, table);
        if (sent.rows !== arrived.rows || sent.sha256 !== arrived.sha256)
          throw new Trouble(`${table.name} did not arrive as it was, so nothing was moved.`);
        await goOnCounting(source, client, table);
        rows[table.name] = sent.rows;
      }
      await client.query("COMMIT");
      return { rows };
    });
  } finally {
    source.close();
  }
}

async function expectEmpty(client: Client): Promise<void> {
  const name = await filledTable(client);
  if (name) throw new Trouble(`The PostgreSQL database is not empty: ${name} has rows. Name an empty one.`);
}

/** To be asked before the target is migrated: another Nida's is not to be changed. @throws Trouble */
export function expectVacant(target: string): Promise<void> {
  return withPostgres(target, async (client) => {
    await expectPostgresAlone(client);
    await expectEmpty(client);
  });
}

interface Sum {
  rows: number;
  sha256: string;
}

function summing() {
  const hash = createHash("sha256");
  let rows = 0;
  return {
    add(row: unknown[]) {
      rows += 1;
      hash.update(JSON.stringify(row)).update("\n");
    },
    sum: (): Sum => ({ rows, sha256: hash.digest("hex") }),
  };
}

/** In the order of their keys, so that a row that another one names comes before it. */
async function send(source: Sqlite.Database, client: Client, { name, columns, key }: Table): Promise<Sum> {
  const list = columns.map((column) => `"${column.name}"`).join(", ");
  const order = key.map((column) => `"${column}"`).join(", ");
  const arrays = columns.map(({ type }, at) => `$${at + 1}::${type === "bytea" ? "text" : type}[]`);
  const given = columns.map(({ type }, at) => (type === "bytea" ? `c${at}::${type}` : `c${at}`));
  const names = columns.map((_, at) => `c${at}`).join(", ");
  const text = `INSERT INTO "${name}" (${list}) SELECT ${given.join(", ")} FROM unnest(${arrays.join(", ")}) AS sent(${names})`;
  const { add, sum } = summing();
  let batch: unknown[][] = [];
  const flush = async () => {
    if (batch.length > 0)
      await client.query(
        text,
        columns.map((_, at) => batch.map((row) => row[at])),
      );
    batch = [];
  };
  const rows = source.prepare<[], unknown[]>(`SELECT ${list} FROM "${name}" ORDER BY ${order}`).raw().safeIntegers();
  for (const values of rows.iterate()) {
    const row = columns.map(({ type }, at) => converted(type, values[at]));
    add(row);
    batch.push(row);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  return sum();
}

async function lookBack(client: Client, { name, columns, key }: Table): Promise<Sum> {
  const { add, sum } = summing();
  const list = columns.map((column) => readAs(column.name, column.type)).join(", ");
  // SQLite compares texts byte by byte.
  const isText = (column: string) => columns.some((each) => each.name === column && each.type === "text");
  const order = key.map((column) => `"${name}"."${column}"${isText(column) ? ' COLLATE "C"' : ""}`).join(", ");
  await client.query(`DECLARE arrived NO SCROLL CURSOR FOR SELECT ${list} FROM "${name}" ORDER BY ${order}`);
  for (;;) {
    const { rows } = await client.query<unknown[]>({ text: `FETCH ${BATCH} FROM arrived`, rowMode: "array" });
    if (rows.length === 0) break;
    for (const row of rows) add(row);
  }
  await client.query("CLOSE arrived");
  return sum();
}

/** Numbers that were given once are not given again, not even those of rows that are gone. */
async function goOnCounting(source: Sqlite.Database, client: Client, { name, columns }: Table): Promise<void> {
  for (const { sequence } of columns) {
    if (!sequence) continue;
    const known = source.prepare<[string], { seq: number }>("SELECT seq FROM sqlite_sequence WHERE name = ?").get(name);
    if (known?.seq) await client.query("SELECT setval($1, $2)", [sequence, known.seq]);
  }
}
