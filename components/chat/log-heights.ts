import { placeOf } from "@/lib/client/message-place";
import type { OutboxEntry } from "@/lib/client/outbox-rules";
import type { Message } from "@/lib/contracts/chat";
import { type Media, mediaOf, mediaOfWaiting, roomFor } from "./attachment-media";

/** How high each message of the log is, measured or guessed, and so where it begins. All in pixels. */
export interface LogHeights {
  /** Follows a change of the log: what stays keeps its height, wherever it now stands. */
  take(messages: readonly Message[], waiting: readonly OutboxEntry[]): void;
  /** A message was seen to be this high. */
  measured(index: number, height: number): void;
  /** Whether a message is known to be this high. */
  isAs(index: number, height: number): boolean;
  count(): number;
  /** Where the message at `index` begins, below the beginning of the first; at `count()` the end of the last. */
  top(index: number): number;
  /** The message at this place, the first or last beyond them. */
  at(y: number): number;
  /** The place of the first message whose seq is not below `seq`. */
  indexOf(seq: number): number;
}

const LINE = 27;
const LETTERS_A_LINE = 40;
const AROUND_TEXT = 21;
const NO_TEXT = 64;

const FILE = 62;

/** What goes with the words: the room of a picture is known before it is loaded. */
function guessMedia(media: Media | null): number {
  if (!media) return 0;
  return media.kind === "image" ? roomFor(media.width, media.height).height : FILE;
}

function guess(text: string, media: Media | null): number {
  const above = guessMedia(media);
  if (!text) return above === 0 ? NO_TEXT : above + AROUND_TEXT;
  let lines = 0;
  for (const line of text.split("\n")) lines += Math.max(1, Math.ceil(line.length / LETTERS_A_LINE));
  return above + AROUND_TEXT + lines * LINE;
}

/**
 * Numbers in flat arrays: a pass over a hundred thousand messages takes less than a millisecond, and none is needed for
 * each frame of a scroll: what lies beyond the place that is looked at is not summed up.
 */
export function createLogHeights(): LogHeights {
  let messages: readonly Message[] = [];
  let waiting: readonly OutboxEntry[] = [];
  let heights = new Float64Array(0);
  let tops = new Float64Array(1);
  /** `tops` is right up to this place */
  let sound = 0;
  let total = 0;

  const top = (index: number) => {
    if (index === heights.length) return total;
    for (; sound < index; sound += 1) tops[sound + 1] = (tops[sound] ?? 0) + (heights[sound] ?? 0);
    return tops[index] ?? 0;
  };
  const at = (y: number) => {
    const last = Math.max(0, heights.length - 1);
    while (sound < last && (tops[sound] ?? 0) <= y) top(sound + 1);
    let low = 0;
    let high = Math.min(sound, last);
    while (low < high) {
      const middle = (low + high) >> 1;
      if (top(middle + 1) <= y) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    take(newMessages, newWaiting) {
      if (newMessages === messages && newWaiting === waiting) return;
      const tail = new Map(waiting.map((entry, index) => [entry.client_id, heights[messages.length + index] ?? 0]));
      const next = new Float64Array(newMessages.length + newWaiting.length);
      let old = 0;
      newMessages.forEach((message, index) => {
        while ((messages[old]?.seq ?? Number.POSITIVE_INFINITY) < message.seq) old += 1;
        const known = messages[old]?.seq === message.seq ? heights[old] : tail.get(message.client_id);
        next[index] = known ?? guess(message.message, mediaOf(message));
      });
      newWaiting.forEach((entry, index) => {
        next[newMessages.length + index] = tail.get(entry.client_id) ?? guess(entry.text, mediaOfWaiting(entry));
      });
      messages = newMessages;
      waiting = newWaiting;
      heights = next;
      tops = new Float64Array(next.length + 1);
      sound = 0;
      total = next.reduce((sum, height) => sum + height, 0);
    },
    measured(index, height) {
      if (index >= heights.length || heights[index] === height) return;
      total += height - (heights[index] ?? 0);
      heights[index] = height;
      sound = Math.min(sound, index);
    },
    isAs: (index, height) => heights[index] === height,
    count: () => heights.length,
    top,
    at,
    indexOf: (seq) => placeOf(messages, seq),
  };
}
