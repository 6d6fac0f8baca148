import type { OutboxEntry } from "@/lib/client/outbox-rules";
import type { Message, Quote } from "@/lib/contracts/chat";
import { type Media, mediaOf, mediaOfWaiting } from "./attachment-media";
import { type Receipts, stateOf, stateOfWaiting } from "./send-state";
import type { SendState } from "./ticks";

/** What one sender said in one go stands together, if no longer than this lies between, in milliseconds. */
const GROUP_MS = 5 * 60_000;

export interface TextRow {
  kind: "text";
  key: string;
  /** null while it waits to be sent */
  seq: number | null;
  clientId: string;
  /** as it is stored; null while it waits */
  message: Message | null;
  /** what it answers */
  quote: Quote | null;
  mine: boolean;
  sender: string;
  text: string;
  /** what goes with the words; null for words alone */
  media: Media | null;
  at: string;
  /** of one's own messages only */
  state: SendState | null;
  /** why the server has refused it */
  failure: OutboxEntry["failure"];
  /** begins, or ends, what one person said in one go */
  first: boolean;
  last: boolean;
  /** says when, and how far it got: the end of a group, and where the state changes inside it */
  tells: boolean;
  /** came while the conversation was open */
  fresh: boolean;
}
export interface CallRow {
  kind: "call";
  key: string;
  message: Message;
  fresh: boolean;
}
export type Line = TextRow | CallRow;

/** One message of the log, with what stands above it. */
export interface Item {
  key: string;
  /** its place among all messages of the log, from 0 */
  index: number;
  /** null while it waits to be sent */
  seq: number | null;
  /** the moment whose day is named above it */
  day: string | null;
  /** the divider stands above it */
  unread: boolean;
  line: Line;
}

export interface LogInput {
  messages: readonly Message[];
  /** what stands below them: not stored yet */
  waiting: readonly OutboxEntry[];
  me: number;
  /** nothing older is on the server */
  complete: boolean;
  receipts: Receipts;
  /** the divider stands after this seq; null for none */
  unreadAfter: number | null;
  /** what came after this seq is new on the page */
  openedAt: number;
  /** a name for the day of a moment in the reader's zone */
  dayOf(at: string): string;
}

/** What waits to be sent, without what an event already brought: a message is shown once. */
export function unstored(waiting: readonly OutboxEntry[], messages: readonly Message[]): readonly OutboxEntry[] {
  return waiting.filter(({ client_id }) => !messages.some((message) => message.client_id === client_id));
}

/**
 * The messages from place `start` to before `end`: with days, the divider, and in groups. It looks at these and their
 * neighbours alone, so it costs the same in a log of any length.
 */
export function itemsIn(input: LogInput, start: number, end: number): Item[] {
  const items: Item[] = [];
  let before = itemAt(input, start - 1, null);
  let item = itemAt(input, start, before);
  while (item && item.index < end) {
    const after = itemAt(input, item.index + 1, item);
    items.push({ ...item, line: grouped(before, item, after) });
    before = item;
    item = after;
  }
  return items;
}

function lineAt(input: LogInput, index: number): Line | null {
  const message = input.messages[index];
  if (message) return message.type === "call" ? callRow(message, input) : textRow(message, input);
  const entry = input.waiting[index - input.messages.length];
  return entry ? waitingRow(entry, input) : null;
}

function itemAt(input: LogInput, index: number, before: Item | null): Item | null {
  const line = lineAt(input, index);
  if (!line) return null;
  const seq = line.kind === "call" ? line.message.seq : line.seq;
  const at = momentOf(line);
  const newDay = before ? input.dayOf(momentOf(before.line)) !== input.dayOf(at) : input.complete;
  const unread = isFirstUnread(seq, before, input);
  return { key: line.key, index, seq, day: newDay ? at : null, unread, line };
}

function momentOf(line: Line): string {
  return line.kind === "text" ? line.at : line.message.created_at;
}

function isFirstUnread(seq: number | null, before: Item | null, { unreadAfter, complete }: LogInput): boolean {
  if (unreadAfter === null || seq === null || seq <= unreadAfter) return false;
  // Above the first loaded message there may be more that is unread.
  if (!before) return complete || seq === unreadAfter + 1;
  return before.seq !== null && before.seq <= unreadAfter;
}

function callRow(message: Message, { openedAt }: LogInput): CallRow {
  return { kind: "call", key: `m${message.id}`, message, fresh: message.seq > openedAt };
}

function textRow(message: Message, { me, receipts, openedAt }: LogInput): TextRow {
  const mine = message.sender_id === me;
  return {
    kind: "text",
    // One's own keeps the key that it had while it waited, so the bubble stays the same.
    key: mine ? message.client_id : `m${message.id}`,
    seq: message.seq,
    clientId: message.client_id,
    message,
    quote: message.reply_to,
    mine,
    sender: message.sender.name,
    text: message.message,
    media: mediaOf(message),
    at: message.created_at,
    state: mine ? stateOf(message.seq, receipts) : null,
    failure: null,
    first: true,
    last: true,
    tells: true,
    fresh: message.seq > openedAt,
  };
}

/** What a message that waits answers, as far as it is loaded. */
function quoteOf({ reply_to_id }: OutboxEntry, messages: readonly Message[]): Quote | null {
  const answered = reply_to_id === undefined ? undefined : messages.findLast(({ id }) => id === reply_to_id);
  if (!answered) return null;
  const { id, seq, sender_id, type, message, deleted_at } = answered;
  return { id, seq, sender_id, type, message: message.slice(0, 200), deleted: deleted_at !== null };
}

function waitingRow(entry: OutboxEntry, { messages }: LogInput): TextRow {
  return {
    kind: "text",
    key: entry.client_id,
    seq: null,
    clientId: entry.client_id,
    message: null,
    quote: quoteOf(entry, messages),
    mine: true,
    sender: "",
    text: entry.text,
    media: mediaOfWaiting(entry),
    at: new Date(entry.at).toISOString(),
    state: stateOfWaiting(entry),
    failure: entry.failure,
    first: true,
    last: true,
    tells: true,
    fresh: true,
  };
}

function grouped(before: Item | null, { day, unread, line }: Item, after: Item | null): Line {
  if (line.kind !== "text") return line;
  const first = day !== null || unread || !together(before?.line, line);
  const last = !after || after.day !== null || after.unread || !together(line, after.line);
  const next = after?.line;
  const tells = last || line.state === "failed" || (next?.kind === "text" && next.state !== line.state);
  return { ...line, first, last, tells };
}

function together(one: Line | undefined, other: Line): boolean {
  if (one?.kind !== "text" || other.kind !== "text" || one.mine !== other.mine) return false;
  return Math.abs(Date.parse(other.at) - Date.parse(one.at)) <= GROUP_MS;
}
