import type { Message } from "@/lib/contracts/chat";

/** The place of the first message whose seq is not below `seq`, by halving; messages are ascending. */
export function placeOf(messages: readonly Message[], seq: number): number {
  let low = 0;
  let high = messages.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((messages[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
