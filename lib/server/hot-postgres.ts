import { Pool, type PoolClient } from "pg";
import type { Sql, SqlValue } from "@/lib/domain/context";
import { isAway } from "./error-codes";
import type { OpenHotPath } from "./hot-sqlite";
import { retried } from "./transactions";

/** Connections for the hot path; so many commits at once also share PostgreSQL's flush to the disk. */
const CONNECTIONS = 8;

/** A PostgreSQL that stands still fails what waits for it, instead of holding it for ever. Milliseconds. */
export const postgresPatience = { connectionTimeoutMillis: 10_000, query_timeout: 10_000 };

const names = new Map<string, string>();

/** A name makes PostgreSQL prepare the text once for each connection. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `hot_${names.size}`;
  names.set(text, name);
  return name;
}

function sqlOver(client: Pick<PoolClient, "query">): Sql {
  return {
    async all<R>({ text }: { text: string }, ...values: SqlValue[]) {
      return (await client.query({ name: nameOf(text), text, values })).rows as R[];
    },
  };
}

/** The same over a pool of its own, without Prisma. */
export function openHotPostgres(connectionString: string): OpenHotPath {
  const pool = new Pool({ connectionString, max: CONNECTIONS, ...postgresPatience });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on("error", () => {});
  const once = async <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let broken = false;
    try {
      await client.query("BEGIN");
      const result = await work(sqlOver(client));
      await client.query("COMMIT");
      return result;
    } catch (error) {
      // A connection that does not answer is given up, and PostgreSQL takes back what was done on it.
      if (isAway(error)) broken = true;
      else {
        await client.query("ROLLBACK").catch(() => {
          broken = true;
        });
      }
      throw error;
    } finally {
      client.release(broken);
    }
  };
  const transaction: OpenHotPath["transaction"] = (work) => retried(() => once(work));
  return {
    read: sqlOver(pool),
    transaction,
    // Eight commits at once share PostgreSQL's flush as it is, and hold up nobody here.
    later: transaction,
    waiting: () => pool.waitingCount,
    close: () => pool.end(),
  };
}
