import type { OutboxEntry } from "@/lib/client/outbox-rules";
import type { SendState } from "./ticks";

export interface Receipts {
  other_read_seq: number;
  other_delivered_seq: number;
}

/** How far a stored message of one's own has got, by the other's positions. */
export function stateOf(seq: number, receipts: Receipts): SendState {
  if (seq <= receipts.other_read_seq) return "read";
  return seq <= receipts.other_delivered_seq ? "delivered" : "sent";
}

export function stateOfWaiting(entry: OutboxEntry): SendState {
  return entry.state === "failed" || entry.failure ? "failed" : "sending";
}
