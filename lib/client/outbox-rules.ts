import type { ErrorCode } from "@/lib/contracts/errors";

/** A file that goes with a message. */
export interface OutboxFile {
  blob: Blob;
  name: string;
  /** pixels of a picture, so that its place is kept while it is on its way */
  width?: number;
  height?: number;
  /** what else the server is told when it is uploaded */
  fields?: Readonly<Record<string, string>>;
}

/** A message that the server has not yet acknowledged. */
export interface OutboxEntry {
  /** UUID; sent again under the same one, it is the same message */
  client_id: string;
  conversation_id: number;
  text: string;
  /** place in the queue, ascending; also this device's clock in milliseconds, to show */
  at: number;
  state: "queued" | "failed";
  /** why the server refused it, in its own sentence; a queued one with it is tried again by itself, and says so */
  failure: { code: ErrorCode; message: string } | null;
  /** id of the message that this one answers */
  reply_to_id?: number;
  file?: OutboxFile;
  /** what the server calls the file, once it has it */
  upload_id?: string;
}

/** What can be said beside the text. */
export type OutboxExtras = Pick<OutboxEntry, "reply_to_id" | "file">;

/** Behind everything that waits, whatever this device's clock does. */
export function nextPlace(entries: readonly OutboxEntry[], now: number): number {
  return entries.reduce((at, entry) => Math.max(at, entry.at + 1), now);
}

export function inOrder(entries: readonly OutboxEntry[]): OutboxEntry[] {
  return [...entries].sort((a, b) => a.at - b.at || (a.client_id < b.client_id ? -1 : 1));
}

export const isQueued = (entry: OutboxEntry) => entry.state === "queued";

/** Its file has to reach the server before it can be sent itself. */
export const needsUpload = (entry: OutboxEntry) =>
  isQueued(entry) && entry.file !== undefined && entry.upload_id === undefined;

/** At this many faults of the server's own, the message itself is taken to be the cause. */
const FAULTS = 5;

/**
 * Whether a failure tells about the moment and not about the message: then it is tried again by itself.
 * @param count how often this entry has failed, this time included
 */
export function isPassing(code: ErrorCode | "network", count: number): boolean {
  if (code === "internal") return count < FAULTS;
  return ["network", "unavailable", "rate_limited", "unauthenticated"].includes(code);
}

/** The longest pause before the next try on a full disk, in milliseconds: a file is not sent again every moment. */
export const FULL_DISK_PAUSE_MS = 120_000;

/**
 * Whether its refusal says that nothing more can be written to this person: they cannot be reached, or the
 * conversation is gone. A file that is not taken, or is gone, says nothing of that.
 */
export function isRefusedForGood({ file, upload_id, failure }: OutboxEntry): boolean {
  if (failure?.code === "forbidden") return file === undefined || upload_id !== undefined;
  return failure?.code === "not_found" && file === undefined;
}
