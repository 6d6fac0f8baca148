import type { ErrorCode } from "@/lib/contracts/errors";

/** A message that the server has not yet acknowledged. */
export interface OutboxEntry {
  /** UUID; sent again under the same one, it is the same message */
  client_id: string;
  conversation_id: number;
  text: string;
  /** place in the queue, ascending; also this device's clock in milliseconds, to show */
  at: number;
  state: "queued" | "sending" | "failed";
  /** why the server refused it, in its own sentence */
  failure: { code: ErrorCode; message: string } | null;
}

/** Behind everything that waits, whatever this device's clock does. */
export function nextPlace(entries: readonly OutboxEntry[], now: number): number {
  return entries.reduce((at, entry) => Math.max(at, entry.at + 1), now);
}

/** What may go out now: the first of each conversation that waits, while none of that conversation is on its way. */
export function ready(entries: readonly OutboxEntry[]): OutboxEntry[] {
  const taken = new Set(entries.filter((entry) => entry.state === "sending").map((entry) => entry.conversation_id));
  const first: OutboxEntry[] = [];
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    if (entry.state !== "queued" || taken.has(entry.conversation_id)) continue;
    taken.add(entry.conversation_id);
    first.push(entry);
  }
  return first;
}

/** What to do with an entry whose sending failed: these codes tell about the moment, not about the message. */
export function isPassing(code: ErrorCode | "network"): code is "network" | "rate_limited" | "unauthenticated" {
  return code === "network" || code === "rate_limited" || code === "unauthenticated";
}

/** How long to wait after the nth failure in a row, in milliseconds: 1, 2, 4, 8, then 15 seconds. */
export function patience(failures: number): number {
  return Math.min(15_000, 1000 * 2 ** Math.max(0, failures - 1));
}

/** As read back after a reload: what was on its way may or may not have arrived, so it goes again. */
export function restored(entries: readonly OutboxEntry[]): OutboxEntry[] {
  return entries
    .map((entry) => (entry.state === "sending" ? { ...entry, state: "queued" as const } : entry))
    .sort((a, b) => a.at - b.at);
}
