import type { NidaEvent } from "@/lib/contracts/events";
import type { Actor, Context, Database } from "@/lib/domain/context";

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
    storage: {
      put: async (key, bytes) => void world.files.set(key, bytes),
      get: async (key) => world.files.get(key) ?? null,
      delete: async (key) => void world.files.delete(key),
    },
    words: { locale: "ar", ago: (moment) => `ago(${moment.toISOString()})` },
    limits: { ringTimeoutMs: 45_000, callGraceMs: 15_000 },
    ice: { stunUrls: [], turnUrls: [], turnSecret: null },
    broadcasting: { key: "key", elsewhere: null, sign: (text) => `key:signed(${text})` },
    address: "192.0.2.1",
    userAgent: "",
    url: (path) => `https://nida.test${path}`,
    ...options,
    world,
    as: (actor) => inWorld<Actor>(world, database, { ...options, actor }),
    asStranger: () => inWorld<null>(world, database, { ...options, actor: null }),
  };
}
