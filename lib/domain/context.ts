import type { BroadcastingAddress } from "@/lib/contracts/channels";
import type { NidaEvent } from "@/lib/contracts/events";
import type { Prisma, PrismaClient } from "@/prisma/generated/sqlite/client";

type Model =
  | "user"
  | "session"
  | "friendship"
  | "block"
  | "conversation"
  | "participant"
  | "message"
  | "call"
  | "liveCall"
  | "callReport"
  | "upload"
  | "reaction"
  | "messageMark"
  | "report"
  | "notice";
type ReadMethod = "findUnique" | "findFirst" | "findMany" | "count" | "aggregate" | "groupBy";

/** Reads what is committed. Writing is only possible inside `transaction`. */
export type ReadDb = { [M in Model]: Pick<PrismaClient[M], ReadMethod> };
export type Tx = Prisma.TransactionClient;
/** What may be written of a person's part in a conversation. */
export type ParticipantChange = Prisma.ParticipantUpdateManyMutationInput;
/** A condition on people. */
export type PersonFilter = Prisma.UserWhereInput;
/** A condition on messages. */
export type MessageFilter = Prisma.MessageWhereInput;
/** What may be written to a message that stands. */
export type MessageChange = Prisma.MessageUpdateManyMutationInput;

/** What goes into a statement and comes out of it. A time goes in as `timeText`. */
export type SqlValue = string | number | null;

/** SQL that both databases understand, `$1`, `$2` … for its values. Made by `statement` of lib/domain/sql.ts. */
export interface Statement<V extends SqlValue[], R> {
  readonly text: string;
  /** never called: it tells the compiler what goes in and what a row is */
  rowOf?(...values: V): R;
}

/**
 * Runs statements over one connection, which prepares each of them once. They are carried out in the order in which they
 * were begun: what need not wait for an answer is begun together, and goes to PostgreSQL in one piece.
 */
export interface Sql {
  all<V extends SqlValue[], R>(statement: Statement<V, R>, ...values: V): Promise<R[]>;
}

/** The way of what happens with every message: a few prepared statements instead of Prisma's queries. */
export interface HotPath {
  /** sees what is committed */
  read: Sql;
  /**
   * Runs `work` in a transaction that may share its commit with its neighbours'; done means on disk. If it throws, it
   * alone is taken back. Inside, wait for nothing but `sql`: the neighbours wait too. It may be run again.
   * @param about the conversation, if `work` writes to no row that work about another one may write: on PostgreSQL works of
   * different conversations then share a transaction
   */
  transaction<T>(work: (sql: Sql) => Promise<T>, about?: number): Promise<T>;
  /**
   * Writes single statements that nobody waits for, for example that somebody was seen or has read. They are held back for
   * a moment so that many share a commit. Done means on disk here too.
   */
  later: Sql;
  /** the same statements inside a transaction of Prisma's */
  within(tx: Tx): Sql;
}

export interface Database {
  db: ReadDb;
  /** Runs `work` in one transaction; retried when the database says that it must be (busy, deadlock). */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  hot: HotPath;
}

/** Who is calling: a person through one of their sessions. */
export interface Actor {
  id: number;
  sessionId: string;
}

/** Who is there. Asked of the doors, because a socket is not a row. */
export interface PresenceSource {
  online(userIds: number[]): Promise<Set<number>>;
}

/** A finished file of this machine. */
export interface LocalFile {
  path: string;
  /** bytes */
  size: number;
}

/** Where in a file, in bytes; both ends belong to it. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Where bytes are kept. Keys are made by the server, never by people. */
export interface Storage {
  /** Keeps it whole or not at all. A file may be taken over: it is gone from its place then. */
  put(key: string, content: Uint8Array | LocalFile): Promise<void>;
  get(key: string): Promise<Uint8Array | null>;
  /** As it comes, never whole in memory. */
  open(key: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | null>;
  delete(key: string): Promise<void>;
  /** What is kept below a folder. */
  list(folder: string): AsyncIterable<{ key: string; modifiedAt: Date }>;
}

/** The caller's language. */
export interface Words {
  locale: "ar" | "en";
  /** «منذ 5 دقائق», "5 minutes ago" */
  ago(moment: Date): string;
}

export interface Limits {
  /** how long a call rings, in milliseconds */
  ringTimeoutMs: number;
  /** how long a bound device may be gone, in milliseconds */
  callGraceMs: number;
}

export interface IceSettings {
  stunUrls: string[];
  turnUrls: string[];
  turnSecret: string | null;
}

/** What Pusher clients are told, and how what they may do is proved to the door, ours or another's. */
export interface Broadcasting {
  key: string;
  /** where events are published to instead; null for this server's own door */
  elsewhere: Pick<BroadcastingAddress, "cluster" | "host" | "port" | "tls"> | null;
  /** `key:signature` of a text (HMAC-SHA256 under the app's secret, in hex) */
  sign(text: string): string;
}

/** Everything an operation may touch. `A` is `Actor`, or `Actor | null` before it is known who calls. */
export interface Context<A extends Actor | null = Actor> extends Database {
  actor: A;
  /** Sends an event once the operation has ended well; if it fails, the event is dropped. */
  publish(event: NidaEvent): void;
  now(): Date;
  presence: PresenceSource;
  storage: Storage;
  words: Words;
  limits: Limits;
  ice: IceSettings;
  broadcasting: Broadcasting;
  /** Makes a ticket that opens one notification socket in the caller's name, until `expires_at` (ISO 8601). */
  socketTicket(): Promise<{ ticket: string; expires_at: string }>;
  /** servers of the operator's that are told what happened; mostly none */
  webhookUrls: readonly string[];
  /** the caller's network address, for throttling */
  address: string;
  /** the caller's program, as it names itself; "" when unknown */
  userAgent: string;
  /** makes a path of this server a URL that the caller can open */
  url(path: string): string;
  /** the same for others to read: a path where only the caller's word says how this server is named */
  sharedUrl(path: string): string;
}
