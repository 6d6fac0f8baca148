import Sqlite from "better-sqlite3";
import type { HotPath, Sql, SqlValue } from "@/lib/domain/context";
import { sharedCommits } from "./shared-commits";

/** A hot path and how to close it. */
export interface OpenHotPath extends Omit<HotPath, "within"> {
  /** how many wait to be written, or for a connection */
  waiting(): number;
  close(): Promise<void>;
}

/** SQLite numbers its values by their order: answers the text with `?`, and which value each of them is. */
export function inOrder(text: string): { text: string; places: number[] } {
  const places: number[] = [];
  const ordered = text.replaceAll(/\$(\d+)/g, (_, place) => {
    places.push(Number(place) - 1);
    return "?";
  });
  return { text: ordered, places };
}

function open(file: string, pragmas: string[]): Sqlite.Database {
  const db = new Sqlite(file);
  for (const pragma of pragmas) db.pragma(pragma);
  return db;
}

function sqlOver(db: Sqlite.Database): Sql {
  const prepared = new Map<string, (values: SqlValue[]) => unknown[]>();
  const prepare = (statement: string) => {
    const { text, places } = inOrder(statement);
    const ready = db.prepare<unknown[], unknown>(text);
    const bound = (values: SqlValue[]) => places.map((place) => values[place]);
    const all = ready.reader
      ? (values: SqlValue[]) => ready.all(...bound(values))
      : (values: SqlValue[]) => {
          ready.run(...bound(values));
          return [];
        };
    prepared.set(statement, all);
    return all;
  };
  return {
    async all<R>({ text }: { text: string }, ...values: SqlValue[]) {
      return (prepared.get(text) ?? prepare(text))(values) as R[];
    },
  };
}

/**
 * Opens two connections of its own, without Prisma: one that reads what is committed, one that writes in groups.
 * @param alone lets one at a time write to the database, Prisma's transactions included
 */
export function openHotSqlite(
  url: string,
  pragmas: Record<"reader" | "writer", string[]>,
  alone: (work: () => Promise<void>) => Promise<void>,
): OpenHotPath {
  const file = url.replace(/^file:/, "");
  const writer = open(file, pragmas.writer);
  const reader = open(file, pragmas.reader);
  const connection = {
    sql: sqlOver(writer),
    execute: (command: string) => void commands.get(command)?.run(),
    inTransaction: () => writer.inTransaction,
  };
  const commands = new Map(
    ["BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "SAVEPOINT member", "ROLLBACK TO member", "RELEASE member"].map(
      (command) => [command, writer.prepare(command)],
    ),
  );
  const { transaction, later, waiting, flush } = sharedCommits(connection, alone);
  return {
    ...{ read: sqlOver(reader), transaction, waiting },
    later: { all: (statement, ...values) => later((sql) => sql.all(statement, ...values)) },
    async close() {
      await flush();
      reader.close();
      writer.close();
    },
  };
}
