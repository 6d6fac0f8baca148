import { type CallStanding, standingOf } from "@/components/call/call-standing";
import type { Call } from "@/lib/contracts/calls";
import type { TextKey } from "@/lib/i18n/catalogue";

/** What a call was to the reader: the words, whether they missed it, and how long it lasted in seconds, if it did. */
export interface CallWords extends Pick<CallStanding, "direction" | "missed"> {
  key: TextKey;
  seconds: number | null;
}

const unknown: CallStanding = { direction: "incoming", missed: false, word: "incoming" };

export function callWords(call: Call | null, me: number): CallWords {
  const { direction, missed, word } = call ? standingOf(call, me) : unknown;
  const seconds = call?.end_reason === "completed" ? call.duration_s : null;
  return { key: `chat.call_line.${word}`, direction, missed, seconds };
}
