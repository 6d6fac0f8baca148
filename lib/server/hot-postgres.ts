import { createHash } from "node:crypto";
import { Socket } from "node:net";
import { Client, type ClientBase, type ClientConfig, Pool, type QueryResult } from "pg";
import type { Sql, SqlValue } from "@/lib/domain/context";
import { isAway } from "./error-codes";
import { gathered } from "./gathered";
import type { OpenHotPath } from "./hot-sqlite";
import { retried } from "./transactions";

/** For transactions that are carried out alone, and for groups of them. */
const ALONE = 4;
const GROUPS = 3;
/**
 * How long a group waits for a row that somebody else has locked; then its members are carried out alone. Shorter than the
 * second after which PostgreSQL looks for deadlocks, so that a group never waits for that.
 */
const LOCK_TIMEOUT = "SET LOCAL lock_timeout = '500ms'";

/**
 * How long a PostgreSQL that does not answer is waited for, in milliseconds; then what waits fails. `pipeline`, because
 * only a pipelining client then gives up its connection too: another's would come back to its pool with the transaction
 * still open, whose writes the next transaction then committed.
 */
export const postgresPatience = { connectionTimeoutMillis: 10_000, query_timeout: 10_000, pipeline: true };

/**
 * Sends all statements of one turn of the event loop in one write: each write wakes PostgreSQL's process, which costs more
 * than most statements do. By itself pg corks and uncorks the socket around each of them.
 */
class GatheringSocket extends Socket {
  private gathering = false;
  override cork(): void {
    if (this.gathering) return;
    this.gathering = true;
    super.cork();
    setImmediate(() => {
      this.gathering = false;
      super.uncork();
    });
  }
  override uncork(): void {}
}

const names = new Map<string, string>();

/** A statement's name is made of its text: behind a pooler, another process may meet what this one has prepared. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `hot_${createHash("sha256").update(text).digest("hex").slice(0, 32)}`;
  names.set(text, name);
  return name;
}

/** Sends a statement without waiting for the one before. */
type Say = (client: ClientBase, text: string, values?: SqlValue[]) => Promise<QueryResult>;

/** By its name PostgreSQL prepares it once for each connection. */
const sayPrepared: Say = (client, text, values = []) => client.query({ name: nameOf(text), text, values });
/** Leaves nothing behind on the connection, which a pooler may give to somebody else after each transaction. */
const sayOnce: Say = (client, text, values = []) => client.query({ text, values });

/** One connection for all questions. They do not wait for each other's answers; when it breaks, the next one opens another. */
function openReader(config: ClientConfig, say: Say): { read: Sql; close(): Promise<void> } {
  let current: Promise<Client> | undefined;
  function connected(): Promise<Client> {
    if (current) return current;
    const client = new Client(config);
    const opened = client.connect().then(() => client);
    const forget = () => {
      if (current === opened) current = undefined;
    };
    client.on("error", forget);
    opened.catch(forget);
    current = opened;
    return opened;
  }
  return {
    read: {
      async all<R>({ text }: { text: string }, ...values: SqlValue[]) {
        return (await say(await connected(), text, values)).rows as R[];
      },
    },
    async close() {
      const client = await current?.catch(() => null);
      await client?.end();
    },
  };
}

// A connection that breaks fails what was said on it; without a listener it would end the process as well.
const ignore = () => {};

/** Transactions over connections of a pool, whose questions do not wait for each other's answers. */
function transactionsOver(pool: Pool, say: Say, ...opening: string[]) {
  // An idle connection that breaks is replaced at the next query.
  pool.on("error", ignore);
  return async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    client.on("error", ignore);
    const said: Promise<QueryResult>[] = [];
    const sayNow = (text: string, values?: SqlValue[]) => {
      const answer = say(client, text, values);
      // Its failure is looked at below, even where `work` itself does not wait for it.
      answer.catch(ignore);
      said.push(answer);
      return answer;
    };
    let broken = false;
    try {
      // Nobody waits for these answers: they go with the first statement.
      for (const text of ["BEGIN", ...opening]) void sayNow(text);
      const result = await work({
        async all<R>({ text }: { text: string }, ...values: SqlValue[]) {
          return (await sayNow(text, values)).rows as R[];
        },
      });
      const ended = sayNow("COMMIT");
      await Promise.all(said);
      // As PostgreSQL answers the COMMIT of a transaction in which something failed.
      if ((await ended).command !== "COMMIT") throw new Error("The transaction was taken back");
      return result;
    } catch (error) {
      // A connection that does not answer is given up, and PostgreSQL takes back what was done on it.
      if (isAway(error)) broken = true;
      else {
        await Promise.allSettled(said);
        if (client.getTransactionStatus() !== "I") {
          await sayNow("ROLLBACK").catch(() => {
            broken = true;
          });
        }
      }
      throw error;
    } finally {
      client.off("error", ignore);
      client.release(broken);
    }
  };
}

/**
 * The same over connections of its own, without Prisma.
 * @param prepares whether statements stay on their connection, prepared for the next time
 */
export function openHotPostgres(connectionString: string, prepares: boolean): OpenHotPath {
  const say = prepares ? sayPrepared : sayOnce;
  const config = { connectionString, stream: () => new GatheringSocket(), ...postgresPatience };
  const single = new Pool({ ...config, max: ALONE });
  const shared = new Pool({ ...config, max: GROUPS });
  const reader = openReader({ ...config, keepAlive: true, keepAliveInitialDelayMillis: 60_000 }, say);
  const once = transactionsOver(single, say);
  const { transaction, later, waiting, flush } = gathered(transactionsOver(shared, say, LOCK_TIMEOUT), (work) =>
    retried(() => once(work)),
  );
  return {
    ...{ read: reader.read, transaction, later },
    waiting: () => waiting() + single.waitingCount,
    async close() {
      await flush();
      await Promise.all([single.end(), shared.end(), reader.close()]);
    },
  };
}
