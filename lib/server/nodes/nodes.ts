import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { NidaEvent } from "@/lib/contracts/events";
import type { Door } from "@/lib/server/broadcast/publisher";
import type { Settings } from "@/lib/server/env";
import { openLine } from "./line";
import { createOnce, type Once } from "./once";
import { connectReader, connectRedis, prefixOf } from "./redis";
import { createRoster, lonelyRoster, type Roster } from "./roster";
import type { Word } from "./words";

/** Milliseconds. */
const usual = {
  /** how often a node says that it is there */
  beatMs: 1000,
  /** a node that has not heard itself for so long hears nobody */
  deafMs: 4000,
  /** a node that is silent for so long is gone */
  leaseMs: 8000,
};

/** The other nodes, as the doors of this one see them. */
export interface Nodes extends Door {
  roster: Roster;
  tell(word: Word): void;
  listen(listener: Listener): void;
  /** Whether nobody has asked for this name before, at any node within reach; forgotten after `ms`. */
  once: Once;
  /** Events were lost on the way here: the clients of all nodes must ask what they missed. */
  recall(): void;
  /** null without REDIS_URL; false while the other nodes are out of reach */
  reachable(): boolean | null;
  /** words that wait for Redis to take them */
  waiting(): number;
  /** This node stops: its people are not said to leave, for they come to another; its lease runs out if they do not. */
  retire(): void;
  close(): Promise<void>;
}

interface Listener {
  event?(event: NidaEvent): void;
  word?(word: Word): void;
  /** events were lost, on the way or with the node that had them: clients of this node must ask what they missed */
  lost?(): void;
}

const tellLost = (listeners: Listener[]) => {
  for (const { lost } of listeners) lost?.();
};

/** One node, with nobody else to tell. */
export function alone(): Nodes {
  const nothing = () => {};
  const listeners: Listener[] = [];
  return {
    roster: lonelyRoster(),
    tell: nothing,
    listen: (listener) => void listeners.push(listener),
    once: createOnce(),
    recall: () => tellLost(listeners),
    deliver: nothing,
    reachable: () => null,
    waiting: () => 0,
    retire: nothing,
    close: async () => {},
  };
}

/** The nodes that share this Redis and this secret. It carries what happened and holds no fact. */
export function openNodes({ redisUrl, secret }: Settings, log: Logger, options: Partial<typeof usual> = {}): Nodes {
  if (!redisUrl) return alone();
  const times = { ...usual, ...options };
  const node = randomUUID();
  const prefix = prefixOf(secret);
  const writer = connectRedis(redisUrl);
  const listeners: Listener[] = [];
  /** when each other node was last heard, whether it has said goodbye, and whether it has been given up since */
  const others = new Map<string, { heardAt: number; left: boolean; dead: boolean }>();
  let heardSelfAt = -times.deafMs;
  let wasReachable = true;

  const now = () => performance.now();
  const reachable = () => now() - heardSelfAt < times.deafMs;
  let retired = false;
  const roster = createRoster((word) => retired || line.send(word));

  function notice(from: string): void {
    const known = others.get(from);
    if (known && !known.dead) known.heardAt = now();
    else {
      others.set(from, { heardAt: now(), left: false, dead: false });
      line.send({ kind: "roster?", of: from, died: known?.dead ?? false });
      log.info({ node: from }, known ? "a node is back" : "a node has come");
    }
  }

  function heard(from: string, word: Word): void {
    notice(from);
    roster.heard(from, word);
    const known = others.get(from);
    if (known) known.left = word.kind === "bye";
    if (word.kind === "roster?" && word.of === node) {
      line.send({ kind: "roster", presences: roster.own() });
      if (word.died) roster.doubted();
    }
    if (word.kind === "lost") tellLost(listeners);
    if (word.kind === "event") for (const { event } of listeners) event?.(word.event);
    else for (const { word: listener } of listeners) listener?.(word);
  }

  const line = openLine(
    node,
    `${prefix}nodes`,
    { writer, reader: connectReader(redisUrl) },
    {
      heard,
      heardSelf: () => {
        // Nobody's silence counted while this node could not hear.
        if (!reachable()) for (const other of others.values()) other.heardAt = now();
        heardSelfAt = now();
      },
      lost(from) {
        log.warn({ node: from }, "events of another node were lost on the way: clients reconnect and catch up");
        roster.doubt(from);
        tellLost(listeners);
      },
    },
  );

  const isFirst = async (name: string, ms: number) => (await writer.set(prefix + name, node, "PX", ms, "NX")) === "OK";

  function beat(): void {
    if (line.waiting() === 0) line.send({ kind: "beat" });
    if (wasReachable !== reachable()) {
      wasReachable = !wasReachable;
      if (wasReachable) log.info("the other nodes are within reach");
      else log.warn("Redis does not answer: other nodes hear of what happens here when it is back");
    }
    if (!wasReachable) return;
    for (const [other, state] of others) {
      if (state.dead) continue;
      if (now() - state.heardAt > times.leaseMs) {
        state.dead = true;
        log.warn({ node: other, left: state.left }, "a node is gone");
        // Killed between a commit and its word, it told nobody: clients have to ask.
        if (!state.left) tellLost(listeners);
        // The first of those who notice tells the friends of a dead node's people.
        void isFirst(`gone:${other}`, times.leaseMs)
          .catch(() => true)
          .then((first) => roster.drop(other, first ? "orphaned" : "mourned elsewhere"));
      } else if (!roster.knows(other)) line.send({ kind: "roster?", of: other, died: false });
    }
  }

  const timer = setInterval(beat, times.beatMs);
  line.send({ kind: "beat" });
  return {
    roster,
    reachable,
    waiting: line.waiting,
    tell: (word) => line.send(word),
    once: createOnce(isFirst),
    recall() {
      tellLost(listeners);
      line.send({ kind: "lost" });
    },
    listen: (listener) => void listeners.push(listener),
    deliver: (event) => line.send({ kind: "event", event }),
    retire: () => {
      retired = true;
    },
    async close() {
      clearInterval(timer);
      // Operations publish one turn after they have answered.
      await new Promise((resolve) => setImmediate(resolve));
      line.send({ kind: "bye" });
      await line.close();
    },
  };
}
