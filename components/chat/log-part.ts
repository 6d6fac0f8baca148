import { placeOf } from "@/lib/client/message-place";
import type { Message } from "@/lib/contracts/chat";

/** The part of the log that is mounted, by seq. What comes after the newest belongs to a part that has no end. */
export interface Part {
  from: number;
  to: number;
}

export const everything: Part = { from: 0, to: Number.POSITIVE_INFINITY };

const AROUND = 25;

/** The messages next to one. */
export function partAround(seq: number): Part {
  return { from: seq - AROUND, to: seq + AROUND };
}

/** The newest messages, the last stored one of which is `newest`. */
export function lastPart(newest = 0): Part {
  return { from: newest - AROUND, to: everything.to };
}

/** From which place to before which the part reaches; the last messages where it holds nothing of these. */
export function placesOf(part: Part, messages: readonly Message[], waiting: number): { start: number; end: number } {
  const count = messages.length + waiting;
  const start = placeOf(messages, part.from);
  const end = part.to === everything.to ? count : placeOf(messages, part.to + 1);
  return start < end ? { start, end } : { start: Math.max(0, count - AROUND), end: count };
}
