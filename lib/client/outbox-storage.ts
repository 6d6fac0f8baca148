import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { adoptLegacy } from "./outbox-legacy";
import { inOrder, type OutboxEntry } from "./outbox-rules";

/** Where waiting messages outlive a reload, a crash and the tab. One a person, who may share the browser. */
export interface OutboxStorage {
  /** Everything that is kept, in the order of the queue. */
  all(): Promise<OutboxEntry[]>;
  /** The first of a conversation that `fits`. */
  first(conversationId: number, fits: (entry: OutboxEntry) => boolean): Promise<OutboxEntry | undefined>;
  put(entry: OutboxEntry): Promise<void>;
  /** Changes an entry; one that another tab has removed stays gone. */
  change(clientId: string, change: Partial<OutboxEntry>): Promise<void>;
  remove(clientId: string): Promise<void>;
  clear(): Promise<void>;
  /** The client_ids of what is in this tab's memory alone. */
  held(): string[];
}

interface Schema extends DBSchema {
  outbox: { key: string; value: OutboxEntry; indexes: { queue: [number, number] } };
}
type Db = IDBPDatabase<Schema>;

/** A browser that has not opened its database by then never will (a known fault of several), in milliseconds. */
const OPENS_WITHIN_MS = 5000;

const opened = new Map<number, OutboxStorage>();

/** The one storage of a person in this tab: what only its memory holds is known to all who ask. */
export function outboxStorageOf(userId: number): OutboxStorage {
  const storage = opened.get(userId) ?? createOutboxStorage(userId);
  // While a page is rendered on the server, which serves many people, nothing is kept.
  if (typeof window !== "undefined") opened.set(userId, storage);
  return storage;
}

/** Kept in IndexedDB; in memory what it does not take: private windows forbid it, a full disk refuses. */
export function createOutboxStorage(userId: number): OutboxStorage {
  const memory = new Map<string, OutboxEntry>();
  let opening: Promise<Db | null> | null = null;
  /** A connection that the browser has dropped meanwhile is opened once more. */
  async function attempt<T>(work: (db: Db) => Promise<T>, otherwise: () => T): Promise<T> {
    for (let tries = 0; tries < 2; tries += 1) {
      try {
        opening ??= open(userId);
        const db = await opening;
        return db ? await work(db) : otherwise();
      } catch {
        opening?.then((db) => db?.close()).catch(() => undefined);
        opening = null;
      }
    }
    return otherwise();
  }
  const inMemory = () => [...memory.values()];
  const put = (entry: OutboxEntry) =>
    attempt(
      (db) => write(db, (store) => store.put(entry)),
      () => void memory.set(entry.client_id, entry),
    );
  let adopted: Promise<void> | null = null;

  return {
    async all() {
      adopted ??= adoptLegacy(userId, put);
      await adopted;
      const kept = await attempt(
        (db) => db.getAll("outbox"),
        () => [],
      );
      return inOrder([...kept.filter((entry) => !memory.has(entry.client_id)), ...inMemory()]);
    },
    async first(conversationId, fits) {
      const kept = await attempt(
        (db) => firstInQueue(db, conversationId, fits),
        () => undefined,
      );
      const other = inMemory().filter((entry) => entry.conversation_id === conversationId && fits(entry));
      return inOrder(kept ? [kept, ...other] : other)[0];
    },
    put,
    async change(clientId, change) {
      const held = memory.get(clientId);
      if (held) memory.set(clientId, { ...held, ...change });
      else await attempt((db) => changeKept(db, clientId, change), noop);
    },
    async remove(clientId) {
      memory.delete(clientId);
      await attempt((db) => write(db, (store) => store.delete(clientId)), noop);
    },
    async clear() {
      memory.clear();
      await attempt((db) => write(db, (store) => store.clear()), noop);
    },
    held: () => [...memory.keys()],
  };
}

const noop = () => undefined;

/** Null where the browser never answers. */
async function open(userId: number): Promise<Db | null> {
  const opening = openDB<Schema>(`nida-${userId}`, 1, {
    upgrade(db) {
      db.createObjectStore("outbox", { keyPath: "client_id" }).createIndex("queue", ["conversation_id", "at"]);
    },
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), OPENS_WITHIN_MS);
  });
  return Promise.race([opening, late]).finally(() => clearTimeout(timer));
}

type Store = ReturnType<typeof writing>["store"];
const writing = (db: Db) => db.transaction("outbox", "readwrite");

async function write(db: Db, work: (store: Store) => Promise<unknown>): Promise<void> {
  const tx = writing(db);
  const worked = work(tx.store);
  // Said at once, a page that is closed in the next moment has still written.
  tx.commit();
  await Promise.all([worked, tx.done]);
}

async function changeKept(db: Db, clientId: string, change: Partial<OutboxEntry>): Promise<void> {
  const tx = writing(db);
  const kept = await tx.store.get(clientId);
  if (kept) await tx.store.put({ ...kept, ...change });
  await tx.done;
}

async function firstInQueue(db: Db, conversationId: number, fits: (entry: OutboxEntry) => boolean) {
  const range = IDBKeyRange.bound([conversationId], [conversationId, []]);
  const queue = db.transaction("outbox").store.index("queue");
  for (let at = await queue.openCursor(range); at; at = await at.continue()) if (fits(at.value)) return at.value;
  return undefined;
}
