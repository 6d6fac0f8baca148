import type { Message } from "@/lib/contracts/chat";
import type { Mark } from "@/lib/contracts/marks";

/** What the person alone has done with the messages of one conversation. */
export interface Marks {
  /** by message id, each as its highest known rev left it */
  of: Readonly<Record<number, Mark>>;
  /** every mark up to this rev is in `of` */
  synced_rev: number;
}

export const noMarks: Marks = { of: {}, synced_rev: 0 };

function merged(marks: Marks, news: readonly Mark[]): Marks["of"] {
  const newer = news.filter((mark) => mark.rev > (marks.of[mark.message_id]?.rev ?? 0));
  if (newer.length === 0) return marks.of;
  return { ...marks.of, ...Object.fromEntries(newer.map((mark) => [mark.message_id, mark])) };
}

/** One event, or the answer to one's own act. What came before it may be missing: then `synced_rev` stays. */
export function withMark(marks: Marks, mark: Mark): Marks {
  const follows = mark.rev === marks.synced_rev + 1;
  return { of: merged(marks, [mark]), synced_rev: follows ? mark.rev : marks.synced_rev };
}

/** One page of the answer to `since_rev`, ascending by rev. */
export function withMarksSince(marks: Marks, page: readonly Mark[]): Marks {
  return { of: merged(marks, page), synced_rev: Math.max(marks.synced_rev, page.at(-1)?.rev ?? 0) };
}

/** Without what the person has deleted for themselves; the list itself where nothing is. */
export function withoutHidden(messages: readonly Message[], marks: Marks): readonly Message[] {
  const isHidden = (message: Message) => marks.of[message.id]?.hidden === true;
  return messages.some(isHidden) ? messages.filter((message) => !isHidden(message)) : messages;
}
