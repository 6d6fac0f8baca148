import type { HotPath, Sql, SqlValue, Statement } from "@/lib/domain/context";
import { isAway } from "./error-codes";

/** How long they may wait for company, in milliseconds: no eye sees it, and it saves commits. */
const GATHERED_MS = 30;
/** Each row that was written stays locked until the commit. */
const LARGEST_GROUP = 64;

interface Member {
  row: string;
  write(sql: Sql): Promise<unknown[]>;
  resolve(rows: unknown[]): void;
  reject(error: unknown): void;
}

/**
 * Statements that nobody waits for, gathered for a moment and written in one transaction, without waiting for each other's
 * answers. Should one fail, each is written alone, so a failure takes back only itself.
 */
export function gathered(transaction: HotPath["transaction"]): { later: Sql; flush(): Promise<void> } {
  let waiting: Member[] = [];
  let patience: NodeJS.Timeout | undefined;

  async function writeTogether(members: Member[]): Promise<void> {
    try {
      const answers = await transaction((sql) => Promise.all(members.map(({ write }) => write(sql))));
      for (const [index, { resolve }] of members.entries()) resolve(answers[index] ?? []);
    } catch (error) {
      // One by one, unless they would all meet the same.
      if (members.length === 1 || isAway(error)) for (const { reject } of members) reject(error);
      else for (const member of members) await writeTogether([member]);
    }
  }

  async function writeAll(): Promise<void> {
    clearTimeout(patience);
    patience = undefined;
    // In one order on every node: two groups that want the same rows then never wait for each other in a ring.
    const all = waiting.sort((a, b) => (a.row < b.row ? -1 : 1));
    waiting = [];
    const groups: Promise<void>[] = [];
    while (all.length > 0) groups.push(writeTogether(all.splice(0, LARGEST_GROUP)));
    await Promise.all(groups);
  }

  return {
    later: {
      all: <V extends SqlValue[], R>(statement: Statement<V, R>, ...values: V) =>
        new Promise<R[]>((resolve, reject) => {
          const write = (sql: Sql) => sql.all(statement, ...values);
          waiting.push({ row: values.join(), write, resolve: (rows) => resolve(rows as R[]), reject });
          patience ??= setTimeout(() => void writeAll(), GATHERED_MS);
        }),
    },
    /** settles once all that waits is written */
    flush: writeAll,
  };
}
