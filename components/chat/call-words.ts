import type { Call } from "@/lib/contracts/calls";
import type { TextKey } from "@/lib/i18n/catalogue";

/** What a call was to the reader: the words, whether they missed it, and how long it lasted in seconds, if it did. */
export interface CallWords {
  key: TextKey;
  missed: boolean;
  outgoing: boolean;
  seconds: number | null;
}

export function callWords(call: Call | null, me: number): CallWords {
  const outgoing = call?.caller.id === me;
  const plain = { outgoing, missed: false, seconds: null };
  const missed = { key: "chat.call_line.missed" as const, outgoing, missed: true, seconds: null };
  switch (call?.end_reason) {
    case "completed":
      return { ...plain, key: direction(outgoing), seconds: call.duration_s };
    case "declined":
      return { ...plain, key: "chat.call_line.declined" };
    case "cancelled":
      return outgoing ? { ...plain, key: "chat.call_line.cancelled" } : missed;
    case "missed":
      return outgoing ? { ...plain, key: "chat.call_line.no_answer" } : missed;
    case "busy":
      return outgoing ? { ...plain, key: "chat.call_line.busy" } : missed;
    case "failed":
      return { ...plain, key: "chat.call_line.failed" };
    default:
      return { ...plain, key: direction(outgoing) };
  }
}

function direction(outgoing: boolean): TextKey {
  return outgoing ? "chat.call_line.outgoing" : "chat.call_line.incoming";
}
