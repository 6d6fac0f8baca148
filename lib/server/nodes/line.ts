import { setTimeout as wait } from "node:timers/promises";
import type { Redis } from "ioredis";
import { BLOCK_MS } from "./redis";
import type { Word } from "./words";

/** Entries that the stream keeps for a reader who is behind. */
const KEPT = 10_000;
/** Words that may wait while Redis is away; beyond it the oldest are dropped, and the others are told of a gap. */
const MAX_WAITING = 10_000;
/** Characters of words that go out in one entry. */
const ENTRY_SIZE = 32 * 1024;
const RETRY_MS = 250;

export interface Ear {
  /** a word of another node; each once, in the order of that node */
  heard(from: string, word: Word): void;
  /** words of this other node were lost and will not come */
  lost(from: string): void;
  /** a word of this node has come back to it: proof that it hears what all say */
  heardSelf(): void;
}

export interface Line {
  send(word: Word): void;
  /** words that did not go out yet */
  waiting(): number;
  /** Lets out what waits, if Redis takes it, and hangs up. */
  close(): Promise<void>;
}

interface Entry {
  n: number;
  words: string;
}

/**
 * A line that all nodes speak on and hear: one Redis stream. Each numbers its entries, so that whoever reads knows what
 * came twice and what did not come; Redis may lose all of it.
 */
export function openLine(node: string, key: string, redis: { writer: Redis; reader: Redis }, ear: Ear): Line {
  const { writer, reader } = redis;
  const queue: string[] = [];
  const numbers = new Map<string, number>();
  let spoken = 0;
  let sending: Entry | null = null;
  let position: string | null = null;
  let closed = false;
  let writing: Promise<void> | null = null;

  const add = ({ n, words }: Entry) =>
    writer.xadd(key, "MAXLEN", "~", KEPT, "*", "from", node, "n", String(n), "words", words);

  const next = (): Entry | null => {
    let size = 0;
    let count = 0;
    while (count < queue.length && size < ENTRY_SIZE) size += queue[count++]?.length ?? 0;
    return count === 0 ? null : { n: ++spoken, words: `[${queue.splice(0, count).join(",")}]` };
  };

  async function write(): Promise<void> {
    for (sending ??= next(); sending; sending = next()) {
      // An entry whose answer is lost goes out again under its number.
      for (let id: string | null = null; id === null; ) {
        id = await add(sending).catch(() => null);
        if (id !== null) follow(id);
        else if (closed) return;
        else await wait(RETRY_MS);
      }
    }
  }

  /** Reading begins at this node's own first word, and again at the start when Redis has begun anew with an older clock. */
  function follow(id: string): void {
    if (position === null) position = id;
    else if (isBefore(id, position)) position = "0-0";
  }

  async function read(): Promise<void> {
    while (!closed) {
      try {
        if (position === null) await wait(20);
        else {
          const [stream] = (await reader.xread("COUNT", 500, "BLOCK", BLOCK_MS, "STREAMS", key, position)) ?? [];
          for (const [id, fields] of stream?.[1] ?? []) {
            position = id;
            take(fields);
          }
        }
      } catch {
        if (!closed) await wait(RETRY_MS);
      }
    }
  }

  function take([, from, , number, , words]: string[]): void {
    const n = Number(number);
    if (!from || !words || !Number.isSafeInteger(n)) return;
    if (from === node) {
      ear.heardSelf();
      return;
    }
    const last = numbers.get(from);
    if (last !== undefined && n <= last) return;
    numbers.set(from, n);
    if (last !== undefined && n > last + 1) ear.lost(from);
    for (const word of JSON.parse(words) as Word[]) ear.heard(from, word);
  }

  void read();
  return {
    send(word) {
      if (closed) return;
      queue.push(JSON.stringify(word));
      if (queue.length > MAX_WAITING) {
        queue.shift();
        spoken += 1;
      }
      writing ??= write().finally(() => {
        writing = null;
      });
    },
    waiting: () => queue.length + (sending ? 1 : 0),
    async close() {
      closed = true;
      await writing;
      writer.disconnect();
      reader.disconnect();
    },
  };
}

/** Whether one id of a stream (`milliseconds-count`) is older than another. */
function isBefore(one: string, other: string): boolean {
  const [ms = 0, count = 0] = one.split("-").map(Number);
  const [otherMs = 0, otherCount = 0] = other.split("-").map(Number);
  return ms < otherMs || (ms === otherMs && count < otherCount);
}
