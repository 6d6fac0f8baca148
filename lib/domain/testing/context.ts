import { readFile } from "node:fs/promises";
import type { NidaEvent } from "@/lib/contracts/events";
import type { Actor, Context, Database, Storage } from "@/lib/domain/context";

/** What the contexts of one test share: time, what was published, who is there, what is stored. */
export interface TestWorld {
  /** every published event, in order; empty it with `events.length = 0` */
  events: NidaEvent[];
  clock: { now: Date; advance(ms: number): void };
  /** ids of the people who are online */
  online: Set<number>;
  files: Map<string, Uint8Array>;
}

export type TestContext<A extends Actor | null = Actor | null> = Context<A> & {
  world: TestWorld;
  /** the same world as somebody else sees it */
  as(actor: Actor): TestContext<Actor>;
  /** the same world for one whom the server does not know */
  asStranger(): TestContext<null>;
};

/** A context over `database` whose every effect can be looked at. The clock stands until it is moved. */
export function testContext<A extends Actor | null>(
  database: Database,
  options: { actor: A } & Partial<Omit<Context<A>, "actor">>,
): TestContext<A> {
  return inWorld(newWorld(), database, options);
}

function newWorld(): TestWorld {
  const clock = {
    now: new Date("2026-01-25T10:00:00.000Z"),
    advance(ms: number) {
      clock.now = new Date(clock.now.getTime() + ms);
    },
  };
  return { events: [], clock, online: new Set(), files: new Map() };
}

function storageOf({ files, clock }: TestWorld): Storage {
  const times = new Map<string, Date>();
  return {
    async put(key, content) {
      files.set(key, content instanceof Uint8Array ? content : await readFile(content.path));
      times.set(key, clock.now);
    },
    get: async (key) => files.get(key) ?? null,
    async open(key, range) {
      const bytes = files.get(key);
      const part = bytes?.slice(range?.start, range && range.end + 1);
      return part ? new Blob([new Uint8Array(part)]).stream() : null;
    },
    delete: async (key) => void files.delete(key),
    async *list(folder) {
      for (const key of [...files.keys()].filter((known) => known.startsWith(`${folder}/`))) {
        yield { key, modifiedAt: times.get(key) ?? clock.now };
      }
    },
  };
}

function inWorld<A extends Actor | null>(
  world: TestWorld,
  database: Database,
  options: { actor: A } & Partial<Omit<Context<A>, "actor">>,
): TestContext<A> {
  return {
    db: database.db,
    transaction: (work) => database.transaction(work),
    hot: database.hot,
    publish: (event) => void world.events.push(event),
    now: () => world.clock.now,
    presence: { online: async (ids) => new Set(ids.filter((id) => world.online.has(id))) },
    storage: storageOf(world),
    words: { locale: "ar", ago: (moment) => `ago(${moment.toISOString()})` },
    limits: { ringTimeoutMs: 45_000, callGraceMs: 15_000 },
    ice: { stunUrls: [], turnUrls: [], turnSecret: null },
    broadcasting: { key: "key", elsewhere: null, sign: (text) => `key:signed(${text})` },
    socketTicket: async () => ({ ticket: "ticket", expires_at: world.clock.now.toISOString() }),
    webhookUrls: [],
    address: "192.0.2.1",
    userAgent: "",
    url: (path) => `https://nida.test${path}`,
    sharedUrl: (path) => `https://nida.test${path}`,
    ...options,
    world,
    as: (actor) => inWorld<Actor>(world, database, { ...options, actor }),
    asStranger: () => inWorld<null>(world, database, { ...options, actor: null }),
  };
}
