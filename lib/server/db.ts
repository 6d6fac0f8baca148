import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter, SqlDriverAdapterFactory } from "@prisma/driver-adapter-utils";
import type { Database, Sql, SqlValue, Tx } from "@/lib/domain/context";
import type { PrismaClient } from "@/prisma/generated/sqlite/client";
import { withRoom } from "./disk-full";
import type { Settings } from "./env";
import { openHotPostgres, postgresPatience } from "./hot-postgres";
import { inOrder, openHotSqlite } from "./hot-sqlite";
import { gate, notNested, retried } from "./transactions";

export interface OpenDatabase extends Database {
  /** how many writes of the hot path wait for their turn */
  waiting(): number;
  close(): Promise<void>;
}

/** Which database; with `serverless`, PostgreSQL may stand behind a pooler, so no statements stay prepared. */
type Place = Pick<Settings, "database" | "databaseUrl"> & Partial<Pick<Settings, "serverless">>;

/** One client that reads and one that writes. */
interface Pair {
  reader: PrismaClient;
  writer: PrismaClient;
  /** how many transactions the writer may run at once: one in SQLite, a few in PostgreSQL */
  writers: number;
  /** makes the writer fit for use again after a transaction has failed */
  heal(): Promise<void>;
}

// "minimal" keeps what people wrote out of the messages of Prisma's errors.
const options = { errorFormat: "minimal", transactionOptions: { maxWait: 10_000, timeout: 15_000 } } as const;

/**
 * Opens the database of the settings, which must have been migrated.
 * Reads have connections of their own: on the writer's they would see what is not committed yet.
 */
export async function openDatabase({ database, databaseUrl, serverless = false }: Place): Promise<OpenDatabase> {
  const sqlite = database === "sqlite";
  const { reader, writer, writers, heal } = sqlite ? await openSqlite(databaseUrl) : await openPostgres(databaseUrl);
  const guarded = notNested();
  const queued = gate(writers);
  const hot = sqlite
    ? openHotSqlite(databaseUrl, { reader: readerPragmas, writer: writerPragmas }, queued)
    : openHotPostgres(databaseUrl, !serverless);
  const once = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
    try {
      return await writer.$transaction(work);
    } catch (error) {
      await heal();
      throw error;
    }
  };
  return {
    db: reader,
    transaction: (work) => withRoom(() => guarded(() => queued(() => retried(() => once(work))))),
    hot: {
      read: hot.read,
      transaction: (work, about) => withRoom(() => guarded(() => hot.transaction(work, about))),
      later: { all: (statement, ...values) => withRoom(() => guarded(() => hot.later.all(statement, ...values))) },
      within: (tx) => sqlWithin(tx, sqlite),
    },
    waiting: hot.waiting,
    async close() {
      // Waits for the transactions under way: each holds a place.
      await Promise.all(Array.from({ length: writers }, () => queued(async () => {})));
      await Promise.all([reader.$disconnect(), writer.$disconnect(), hot.close()]);
    },
  };
}

/** Statements of the hot path inside Prisma's transaction. */
function sqlWithin(tx: Tx, sqlite: boolean): Sql {
  // Prisma answers SQLite's counted and returned numbers as bigint.
  const plain = (value: unknown) => (typeof value === "bigint" ? Number(value) : value);
  const plainRow = (row: object) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key, plain(value)]));
  // Prisma's connection takes one statement at a time.
  const oneByOne = gate(1);
  return {
    all<R>(statement: { text: string }, ...values: SqlValue[]) {
      const { text, places } = sqlite ? inOrder(statement.text) : { text: statement.text, places: null };
      const ordered = places ? places.map((place) => values[place]) : values;
      return oneByOne(async () => {
        const rows = await tx.$queryRawUnsafe<object[]>(text, ...ordered).catch(rethrowOriginal);
        return rows.map(plainRow) as R[];
      });
    },
  };
}

/** The database's own error code, as on the hot path: Prisma calls every failure of a raw query P2010. */
function rethrowOriginal(error: { meta?: { driverAdapterError?: { cause?: { originalCode?: string } } } }): never {
  const code = error.meta?.driverAdapterError?.cause?.originalCode;
  throw code ? Object.assign(new Error(`a statement failed: ${code}`, { cause: error }), { code }) : error;
}

const pragmas = [
  "journal_mode = WAL", // readers never wait for the writer
  "synchronous = FULL", // a committed transaction outlives a power loss
  "foreign_keys = ON",
  "journal_size_limit = 67108864",
];
/** Readers hardly ever wait, and nobody asks again for them. */
const readerPragmas = [...pragmas, "busy_timeout = 5000", "query_only = ON"];
/** SQLite waits with the whole process, sockets and calls included: beyond a moment `retried` waits instead. */
const writerPragmas = [...pragmas, "busy_timeout = 50"];

/** An adapter whose every connection is tuned before its first use. */
function sqliteAdapter(
  url: string,
  tuning: string[],
  opened?: (connection: SqlDriverAdapter) => void,
): SqlDriverAdapterFactory {
  const factory = new PrismaBetterSqlite3({ url });
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    async connect() {
      const connection = await factory.connect();
      await connection.executeScript(tuning.map((pragma) => `PRAGMA ${pragma};`).join("\n"));
      opened?.(connection);
      return connection;
    },
  };
}

async function openSqlite(url: string): Promise<Pair> {
  const generated = await import("@/prisma/generated/sqlite/client");
  let connection: SqlDriverAdapter | undefined;
  const keep = (opened: SqlDriverAdapter) => {
    connection = opened;
  };
  const writer = new generated.PrismaClient({ ...options, adapter: sqliteAdapter(url, writerPragmas, keep) });
  await writer.$connect();
  const reader = new generated.PrismaClient({
    ...options,
    adapter: sqliteAdapter(url, readerPragmas),
  });
  await reader.$connect();
  return {
    reader,
    writer,
    writers: 1,
    async heal() {
      // A COMMIT that fails (disk full, busy) leaves SQLite's transaction open, and the adapter believes it closed.
      try {
        await connection?.executeScript("ROLLBACK");
      } catch {
        // the usual case: it was closed
      }
    },
  };
}

const writers = 8;
const readers = 8;

async function openPostgres(connectionString: string): Promise<Pair> {
  const generated = await import("@/prisma/generated/postgresql/client");
  const connect = async (max: number): Promise<PrismaClient> => {
    const adapter = new PrismaPg({ connectionString, max, ...postgresPatience });
    const client = new generated.PrismaClient({ ...options, adapter });
    await client.$connect();
    // The same models from the same schema; only the names of the types differ.
    return client as unknown as PrismaClient;
  };
  return { reader: await connect(readers), writer: await connect(writers), writers, heal: async () => {} };
}
