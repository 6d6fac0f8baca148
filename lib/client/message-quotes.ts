import type { Message, Quote } from "@/lib/contracts/chat";
import { beginningOf } from "@/lib/text/beginning";
import { placeOf } from "./message-place";

function quoteOf({ id, seq, sender_id, type, message, deleted_at }: Message): Quote {
  return { id, seq, sender_id, type, message: beginningOf(message), deleted: deleted_at !== null };
}

/**
 * The messages with every quote as the quoted message is now: an edit or a deletion is a change of the original alone,
 * and must not live on where it was answered.
 * @param messages ascending by seq
 * @param changed what has come in: originals, which may themselves not be among `messages`, and replies, which may be
 *   older than their original's last change
 * @param beyond originals that are known though not loaded
 */
export function requoted(
  messages: readonly Message[],
  changed: readonly Message[],
  beyond: readonly Message[] = [],
): readonly Message[] {
  const originals = new Map<number, Message>();
  const note = (id: number, seq: number, also: readonly Message[]) => {
    const versions = [messages[placeOf(messages, seq)], ...beyond, ...also].filter((one) => one?.id === id);
    const newest = versions.reduce((best, one) => (one && one.rev > (best?.rev ?? 0) ? one : best), undefined);
    if (newest) originals.set(id, newest);
  };
  for (const message of changed) {
    if (message.reply_to) note(message.reply_to.id, message.reply_to.seq, []);
    if (message.edited_at !== null || message.deleted_at !== null) note(message.id, message.seq, [message]);
  }
  return originals.size === 0 ? messages : renewed(messages, originals);
}

function renewed(messages: readonly Message[], originals: ReadonlyMap<number, Message>): readonly Message[] {
  let any = false;
  const next = messages.map((message) => {
    const original = message.reply_to ? originals.get(message.reply_to.id) : undefined;
    if (!original) return message;
    const reply_to = quoteOf(original);
    if (reply_to.message === message.reply_to?.message && reply_to.deleted === message.reply_to.deleted) return message;
    any = true;
    return { ...message, reply_to };
  });
  return any ? next : messages;
}
