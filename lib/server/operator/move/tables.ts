import type Sqlite from "better-sqlite3";
import type { Client } from "pg";
import { ownTable } from "@/lib/server/operator/at-rest";
import { Trouble } from "@/lib/server/operator/trouble";
import { type ColumnType, isColumnType } from "./values";

export interface Column {
  name: string;
  type: ColumnType;
  /** the sequence that numbers it, as PostgreSQL calls it */
  sequence: string | null;
}

export interface Table {
  name: string;
  columns: Column[];
  /** of the primary key, in its order */
  key: string[];
  /** other tables whose rows this one's need */
  needs: string[];
}

const columnsSql = `
  SELECT c.relname AS "table", a.attname AS "name", format_type(a.atttypid, NULL) AS "type",
    pg_get_serial_sequence(quote_ident(c.relname), a.attname) AS "sequence"
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> $1
    AND a.attnum > 0 AND NOT a.attisdropped
  ORDER BY c.relname, a.attnum`;
const keysSql = `
  SELECT conrelid::regclass::text AS "table", contype AS "kind", confrelid::regclass::text AS "other",
    ARRAY(SELECT a.attname::text FROM unnest(conkey) WITH ORDINALITY k(num, place)
      JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.num ORDER BY k.place) AS "columns"
  FROM pg_constraint WHERE contype IN ('p', 'f') AND connamespace = 'public'::regnamespace`;

interface ColumnRow {
  table: string;
  name: string;
  type: string;
  sequence: string | null;
}

interface KeyRow {
  table: string;
  kind: "p" | "f";
  other: string;
  columns: string[];
}

function typed({ table, name, type, sequence }: ColumnRow): Column {
  if (!isColumnType(type)) throw new Error(`${table}.${name} is of a type that moving does not know: ${type}`);
  return { name, type, sequence };
}

/** The tables of a migrated PostgreSQL, in an order in which each comes after those that its rows need. */
export async function tablesOf(client: Pick<Client, "query">): Promise<Table[]> {
  const { rows: columns } = await client.query<ColumnRow>(columnsSql, [ownTable]);
  const { rows: keys } = await client.query<KeyRow>(keysSql);
  const tables = [...new Set(columns.map(({ table }) => table))].map((name) => ({
    name,
    columns: columns.filter(({ table }) => table === name).map(typed),
    key: keys.find(({ table, kind }) => table === name && kind === "p")?.columns ?? [],
    needs: keys.filter((key) => key.table === name && key.kind === "f" && key.other !== name).map(({ other }) => other),
  }));
  return inOrder(tables);
}

function inOrder(tables: Table[]): Table[] {
  const done: Table[] = [];
  const left = new Set(tables);
  while (left.size > 0) {
    const free = [...left].filter(({ needs }) => needs.every((need) => done.some(({ name }) => name === need)));
    if (free.length === 0) throw new Error("tables that need each other cannot be moved one after the other");
    for (const table of free) {
      left.delete(table);
      done.push(table);
    }
  }
  return done;
}

/** @throws Trouble unless both databases have the same tables and columns */
export function expectAlike(source: Sqlite.Database, tables: Table[]): void {
  const names = source
    .prepare<[string], { name: string }>(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> ?",
    )
    .all(ownTable);
  const shape = (list: { name: string; columns: string[] }[]) =>
    list.map(({ name, columns }) => `${name}(${columns.sort().join(" ")})`).sort();
  const here = shape(
    names.map(({ name }) => ({
      name,
      columns: source
        .prepare<[string], { name: string }>("SELECT name FROM pragma_table_info(?)")
        .all(name)
        .map((column) => column.name),
    })),
  );
  const there = shape(tables.map(({ name, columns }) => ({ name, columns: columns.map((column) => column.name) })));
  const odd = [...here.filter((line) => !there.includes(line)), ...there.filter((line) => !here.includes(line))];
  if (odd.length > 0) throw new Trouble(`The two databases are not alike, so nothing was moved: ${odd.join(", ")}`);
}
