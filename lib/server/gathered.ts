import { setTimeout as wait } from "node:timers/promises";
import type { HotPath, Sql } from "@/lib/domain/context";
import { codesOf, isAway } from "./error-codes";

/** Two: one group runs its statements while the one before waits for the disk. */
const GROUPS_AT_ONCE = 2;
/** Members of one group; more wait for the next group, because the rows of all members stay locked until the commit. */
const LARGEST_GROUP = 64;
/** A member that has waited this long is refused, in milliseconds: the database is away or overloaded. */
const PATIENCE_MS = 10_000;
/** How long a write that nobody waits for is held back so that others can share its commit, in milliseconds. */
const LATER_MS = 30;

/** Whether somebody else's lock was in the way: lock_timeout, deadlock, serialization failure. */
const gaveWay = (error: unknown) =>
  codesOf(error).some((code) => code === "55P03" || code === "40P01" || code === "40001");

type Transaction = <T>(work: (sql: Sql) => Promise<T>) => Promise<T>;

interface Member {
  /** the conversation that it is about; null for one statement that nobody waits for */
  about: number | null;
  /** its turn has come */
  begin(): void;
  work(sql: Sql): Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

/**
 * Group commit where each statement is a question to another process: what has come in together is carried out in one
 * transaction, all members at once, so that questions, answers and the flush to the disk are shared. Members are of
 * different conversations, so none sees what another has written. Should one fail, each is carried out again in a
 * transaction of its own, so a failure takes back only itself. Nobody is answered before the commit.
 */
export function gathered(
  together: Transaction,
  alone: Transaction,
): Pick<HotPath, "transaction" | "later"> & {
  waiting(): number;
  flush(): Promise<void>;
} {
  let queue: Member[] = [];
  /** conversations of which a group is under way */
  const taken = new Set<number>();
  let underWay = 0;
  let unsettled = 0;
  let awake = false;
  let patience: NodeJS.Timeout | undefined;

  function nextGroup(): Member[] {
    const group: Member[] = [];
    const rest: Member[] = [];
    for (const member of queue) {
      const fits = group.length < LARGEST_GROUP && (member.about === null || !taken.has(member.about));
      (fits ? group : rest).push(member);
      if (!fits) continue;
      member.begin();
      if (member.about !== null) taken.add(member.about);
    }
    queue = rest;
    // In one order on every node: two groups that want the same rows then do not wait for each other in a ring.
    return group.sort((a, b) => (a.about ?? Number.MAX_SAFE_INTEGER) - (b.about ?? Number.MAX_SAFE_INTEGER));
  }

  async function carryOut(group: Member[]): Promise<void> {
    try {
      const results = await together(async (sql) => {
        // All of them come to their end, so that none goes on after a rollback.
        const settled = await Promise.allSettled(group.map(({ work }) => work(sql)));
        return settled.map((one) => {
          if (one.status === "rejected") throw one.reason;
          return one.value;
        });
      });
      for (const [index, { resolve }] of group.entries()) resolve(results[index]);
    } catch (error) {
      const all = isAway(error) || (group.length === 1 && !gaveWay(error));
      // Not waited for: one whose row is locked for long holds up its own conversation only.
      for (const { work, resolve, reject } of group) {
        if (all) reject(error);
        else void alone(work).then(resolve, reject);
      }
    }
  }

  function start(): void {
    awake = false;
    clearTimeout(patience);
    patience = undefined;
    while (underWay < GROUPS_AT_ONCE) {
      const group = nextGroup();
      if (group.length === 0) return;
      underWay += 1;
      void carryOut(group).then(() => {
        underWay -= 1;
        wake();
      });
    }
  }

  /** After this turn's input: what has come in together goes together. */
  function wake(): void {
    if (awake || queue.length === 0) return;
    awake = true;
    setImmediate(start);
  }

  function enqueue<T>(about: number | null, work: (sql: Sql) => Promise<T>): Promise<T> {
    unsettled += 1;
    let begun = false;
    const done = new Promise<T>((resolve, reject) => {
      const late = setTimeout(() => {
        queue = queue.filter((waiting) => waiting !== member);
        reject(Object.assign(new Error("The database did not come to it in time"), { code: "ETIMEDOUT" }));
      }, PATIENCE_MS);
      const begin = () => {
        clearTimeout(late);
        begun = true;
      };
      const member: Member = { about, begin, work, resolve: (result) => resolve(result as T), reject };
      queue.push(member);
    });
    return done.finally(() => {
      unsettled -= 1;
      if (begun && about !== null) taken.delete(about);
      wake();
    });
  }
  return {
    transaction(work, about) {
      if (about === undefined) return alone(work);
      const done = enqueue(about, work);
      wake();
      return done;
    },
    later: {
      all(statement, ...values) {
        patience ??= setTimeout(wake, LATER_MS);
        return enqueue(null, (sql) => sql.all(statement, ...values));
      },
    },
    waiting: () => queue.length,
    /** settles once all that waits is written */
    async flush() {
      while (unsettled > 0) {
        wake();
        await wait(1);
      }
    },
  };
}
