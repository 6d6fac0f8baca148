import { setImmediate as nextTurn } from "node:timers/promises";
import type { Sql } from "@/lib/domain/context";
import { retried } from "./transactions";

/** A connection that one group at a time writes over. */
export interface Connection {
  sql: Sql;
  execute(command: string): void;
  /** false once the database itself has taken a failed transaction back, as SQLite does on a full disk */
  inTransaction(): boolean;
}

interface Member {
  work(sql: Sql): Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/** Members of one group; more wait for the next group, because a group blocks the event loop while it is written. */
const LARGEST_GROUP = 64;
/** How long a write that nobody waits for is held back so that others can share its commit, in milliseconds. */
const LATER_MS = 30;

/**
 * Group commit: who asks in the same turn of the event loop, or while another group is being written, shares one
 * BEGIN … COMMIT and so one flush to the disk. Each has a savepoint of its own, so a failure takes back only itself,
 * and nobody is answered before the commit.
 * @param alone lets one at a time write to the database
 */
export function sharedCommits(connection: Connection, alone: (work: () => Promise<void>) => Promise<void>) {
  const { sql, execute } = connection;
  const waiting: Member[] = [];
  let awake = false;

  /** Answers how to tell the member once the commit is there. @throws when the whole group is lost */
  async function run({ work, resolve, reject }: Member): Promise<() => void> {
    execute("SAVEPOINT member");
    try {
      const result = await work(sql);
      execute("RELEASE member");
      return () => resolve(result);
    } catch (error) {
      if (!connection.inTransaction()) throw error;
      execute("ROLLBACK TO member");
      execute("RELEASE member");
      return () => reject(error);
    }
  }

  async function commitTogether(): Promise<void> {
    const members = waiting.splice(0, LARGEST_GROUP);
    try {
      await retried(async () => execute("BEGIN IMMEDIATE"));
      const outcomes: (() => void)[] = [];
      for (const member of members) outcomes.push(await run(member));
      execute("COMMIT");
      for (const tell of outcomes) tell();
    } catch (error) {
      if (connection.inTransaction()) execute("ROLLBACK");
      for (const { reject } of members) reject(error);
    }
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      // After this turn's input: what has come in together is written together.
      await nextTurn();
      await alone(commitTogether);
    }
    awake = false;
  }

  let patience: NodeJS.Timeout | undefined;
  function wake(): void {
    clearTimeout(patience);
    patience = undefined;
    if (awake) return;
    awake = true;
    void writeAll();
  }

  const enqueue = <T>(work: (sql: Sql) => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      waiting.push({ work, resolve: (result) => resolve(result as T), reject });
    });
  const transaction = <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    const done = enqueue(work);
    wake();
    return done;
  };
  return {
    transaction,
    later<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
      if (!awake) patience ??= setTimeout(wake, LATER_MS);
      return enqueue(work);
    },
    waiting: () => waiting.length,
    /** settles once all that waits is written */
    flush: async () => {
      if (waiting.length > 0) await transaction(async () => {});
    },
  };
}
