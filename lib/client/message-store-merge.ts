import type { Message } from "@/lib/contracts/chat";
import { placeOf } from "./message-place";
import { requoted } from "./message-quotes";

/** The loaded part of a conversation: from some message on, up to the newest. */
export interface Thread {
  /** ascending by seq, each once, each as its highest known rev left it */
  messages: readonly Message[];
  /** every change up to this rev is in `messages` */
  synced_rev: number;
  /** revs that came before their forerunners, ascending */
  ahead: readonly number[];
  /** the conversation is known to have got this far */
  expected_rev: number;
  /** older messages are on the server */
  has_older: boolean;
  /** changes to messages that are not loaded yet: newer than a page of them that may be on its way */
  beyond: readonly Message[];
}

const nothing: Thread = { messages: [], synced_rev: 0, ahead: [], expected_rev: 0, has_older: true, beyond: [] };

/** Some change was never seen: time to ask for everything since `synced_rev`. */
export function hasHole(thread: Thread): boolean {
  return thread.ahead.length > 0 || thread.synced_rev < thread.expected_rev;
}

/** The rev up to which an answer to a question asked now is known to reach, though it may not show it. */
export function coveredBy(thread: Thread): number {
  return Math.max(thread.expected_rev, thread.ahead.at(-1) ?? 0);
}

/** Somebody has told how far the conversation is. */
export function withExpected(thread: Thread, rev: number): Thread {
  return rev > thread.expected_rev ? { ...thread, expected_rev: rev } : thread;
}

/**
 * The newest page, as an answer of the server. It joins what is loaded where the two touch,
 * and replaces it where messages between them are missing.
 */
export function withNewestPage(thread: Thread | undefined, page: readonly Message[], hasOlder: boolean): Thread {
  const known = thread ?? nothing;
  const newest = known.messages.at(-1);
  const first = page[0];
  if (!newest || (first && first.seq > newest.seq + 1)) return fresh(known, page, hasOlder);
  const reachesBack = first !== undefined && first.seq <= (known.messages[0]?.seq ?? 0);
  const joined = reachesBack
    ? withOlderPage(known, page, hasOlder)
    : { ...known, messages: requoted(merged(known.messages, page), page, known.beyond) };
  return noted(
    joined,
    page.map((message) => message.rev),
  );
}

function fresh({ expected_rev }: Thread, page: readonly Message[], hasOlder: boolean): Thread {
  // A page is one moment of the conversation, so it holds every change of its own messages up to its highest rev.
  const synced = page.reduce((rev, message) => Math.max(rev, message.rev), 0);
  return { ...nothing, messages: merged([], page), synced_rev: synced, expected_rev, has_older: hasOlder };
}

/**
 * A page that ends right before the oldest loaded message.
 * @param asked the seq before which it was asked for: what a person has deleted for themselves leaves no trace between
 */
export function withOlderPage(thread: Thread, page: readonly Message[], hasOlder: boolean, asked?: number): Thread {
  const oldest = thread.messages[0];
  const last = page.at(-1);
  // The page was asked for before the thread was replaced: it no longer touches.
  if (oldest && last && last.seq < oldest.seq - 1 && oldest.seq !== asked) return thread;
  const messages = merged(thread.messages, page);
  const start = hasOlder ? (messages[0]?.seq ?? 0) : 0;
  const reached = thread.beyond.filter((message) => message.seq >= start);
  return {
    ...thread,
    messages: requoted(merged(messages, reached), [...page, ...reached], thread.beyond),
    beyond: thread.beyond.filter((message) => message.seq < start),
    has_older: hasOlder,
  };
}

/** One event: `message.sent`, `message.updated`, or the answer to a sent message. */
export function withChange(thread: Thread, message: Message): Thread {
  return noted(placed(thread, [message]), [message.rev]);
}

/**
 * One page of the answer to `since_rev`, which must not be above `synced_rev`; ascending by rev.
 * @param covered a rev up to which the last page of the answer is known to reach, though it may not show it
 */
export function withChangesSince(thread: Thread, changes: readonly Message[], covered: number): Thread {
  const reached = changes.reduce((rev, message) => Math.max(rev, message.rev), Math.max(thread.synced_rev, covered));
  return noted({ ...placed(thread, changes), synced_rev: reached }, []);
}

/** Everything up to `seq` is gone; the same thread if nothing of that was loaded. */
export function withoutOlder(thread: Thread, seq: number): Thread {
  const isOlder = (message: Message) => message.seq <= seq;
  if (!thread.messages.slice(0, 1).some(isOlder) && !thread.beyond.some(isOlder)) return thread;
  const messages = thread.messages.filter((message) => !isOlder(message));
  return { ...thread, messages, beyond: [], has_older: false };
}

function noted(thread: Thread, revs: readonly number[]): Thread {
  let synced = thread.synced_rev;
  const ahead: number[] = [];
  for (const rev of [...new Set([...thread.ahead, ...revs])].sort((a, b) => a - b)) {
    if (rev <= synced) continue;
    if (rev === synced + 1 && ahead.length === 0) synced = rev;
    else ahead.push(rev);
  }
  return { ...thread, synced_rev: synced, ahead };
}

/** What lies before the loaded part is set aside: shown now, it would stand beside messages that it does not follow. */
function placed(thread: Thread, changes: readonly Message[]): Thread {
  const start = thread.has_older ? (thread.messages[0]?.seq ?? 0) : 0;
  const before = changes.filter((message) => message.seq < start);
  const inside = before.length > 0 ? changes.filter((message) => message.seq >= start) : changes;
  return {
    ...thread,
    messages: requoted(merged(thread.messages, inside), changes, thread.beyond),
    beyond: before.length > 0 ? merged(thread.beyond, before) : thread.beyond,
  };
}

/**
 * Both together, ascending by seq, of each message the version of the highest rev; `known` itself if nothing is new.
 * The long one is only searched by halving and copied in pieces.
 */
export function merged(known: readonly Message[], changes: readonly Message[]): readonly Message[] {
  const news = new Map<number, Message>();
  for (const message of changes) {
    const place = placeOf(known, message.seq);
    const old = news.get(message.seq) ?? (known[place]?.seq === message.seq ? known[place] : undefined);
    if (!old || old.rev < message.rev) news.set(message.seq, message);
  }
  if (news.size === 0) return known;
  const pieces: (readonly Message[])[] = [];
  let from = 0;
  for (const message of [...news.values()].sort((a, b) => a.seq - b.seq)) {
    const place = placeOf(known, message.seq);
    pieces.push(known.slice(from, place), [message]);
    from = known[place]?.seq === message.seq ? place + 1 : place;
  }
  pieces.push(known.slice(from));
  return pieces.flat();
}
