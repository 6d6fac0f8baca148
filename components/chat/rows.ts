import type { OutboxEntry } from "@/lib/client/outbox-rules";
import type { Message } from "@/lib/contracts/chat";
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
  mine: boolean;
  sender: string;
  text: string;
  at: string;
  /** of one's own messages only */
  state: SendState | null;
  /** the server's sentence, for a refused one */
  failure: string | null;
  /** begins, or ends, what one person said in one go */
  first: boolean;
  last: boolean;
  /** says when, and how far it got: the end of a group, and where the state changes inside it */
  tells: boolean;
  /** came while the conversation was open */
  fresh: boolean;
}
export type Row =
  | TextRow
  | { kind: "call"; key: string; message: Message; fresh: boolean }
  | { kind: "day"; key: string; at: string }
  | { kind: "unread"; key: string };

export interface RowsInput {
  messages: readonly Message[];
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

/** The log, line by line: days, the divider, calls, and messages in groups. */
export function rowsOf(input: RowsInput): Row[] {
  const stored = new Set(input.messages.map((message) => message.client_id));
  const lines: (Row & { kind: "text" | "call" })[] = [
    ...input.messages.map((message) => (message.type === "call" ? callRow(message, input) : textRow(message, input))),
    ...input.waiting.filter((entry) => !stored.has(entry.client_id)).map(waitingRow),
  ];
  const rows: Row[] = [];
  let day = "";
  lines.forEach((line, index) => {
    const at = momentOf(line);
    const today = input.dayOf(at);
    if (today !== day && (index > 0 || input.complete)) rows.push({ kind: "day", key: `day-${today}`, at });
    day = today;
    if (isFirstUnread(line, lines[index - 1], input)) rows.push({ kind: "unread", key: "unread" });
    rows.push(line);
  });
  return grouped(rows);
}

function momentOf(line: Row & { kind: "text" | "call" }): string {
  return line.kind === "text" ? line.at : line.message.created_at;
}

function seqOf(line: Row | undefined): number | null {
  if (line?.kind === "call") return line.message.seq;
  return line?.kind === "text" ? line.seq : null;
}

function isFirstUnread(line: Row, before: Row | undefined, { unreadAfter, complete }: RowsInput): boolean {
  const seq = seqOf(line);
  if (unreadAfter === null || seq === null || seq <= unreadAfter) return false;
  const previous = seqOf(before);
  // Above the first loaded message there may be more that is unread.
  return previous === null ? before === undefined && (complete || seq === unreadAfter + 1) : previous <= unreadAfter;
}

function callRow(message: Message, { openedAt }: RowsInput): Row & { kind: "call" } {
  return { kind: "call", key: `m${message.id}`, message, fresh: message.seq > openedAt };
}

function textRow(message: Message, { me, receipts, openedAt }: RowsInput): TextRow {
  const mine = message.sender_id === me;
  return {
    kind: "text",
    // One's own keeps the key that it had while it waited, so the bubble stays the same.
    key: mine ? message.client_id : `m${message.id}`,
    seq: message.seq,
    clientId: message.client_id,
    mine,
    sender: message.sender.name,
    text: message.message,
    at: message.created_at,
    state: mine ? stateOf(message.seq, receipts) : null,
    failure: null,
    first: true,
    last: true,
    tells: true,
    fresh: message.seq > openedAt,
  };
}

function waitingRow(entry: OutboxEntry): TextRow {
  return {
    kind: "text",
    key: entry.client_id,
    seq: null,
    clientId: entry.client_id,
    mine: true,
    sender: "",
    text: entry.text,
    at: new Date(entry.at).toISOString(),
    state: stateOfWaiting(entry),
    failure: entry.failure?.message ?? null,
    first: true,
    last: true,
    tells: true,
    fresh: true,
  };
}

function grouped(rows: Row[]): Row[] {
  return rows.map((row, index) => {
    if (row.kind !== "text") return row;
    const after = rows[index + 1];
    const last = !together(row, after);
    const tells = last || row.state === "failed" || (after?.kind === "text" && after.state !== row.state);
    return { ...row, first: !together(rows[index - 1], row), last, tells };
  });
}

function together(one: Row | undefined, other: Row | undefined): boolean {
  if (one?.kind !== "text" || other?.kind !== "text" || one.mine !== other.mine) return false;
  return Math.abs(Date.parse(other.at) - Date.parse(one.at)) <= GROUP_MS;
}
