import type { Message } from "@/lib/contracts/chat";
import type { Mark } from "@/lib/contracts/marks";

/** What somebody does with a message that is stored. */
export type Change =
  | { kind: "edit"; text: string }
  /** for everyone */
  | { kind: "delete" }
  /** null takes one's reaction back */
  | { kind: "react"; emoji: string | null }
  | { kind: "star"; starred: boolean }
  /** for oneself */
  | { kind: "hide" };

/** A change on its way to the server. */
export interface Pending {
  id: number;
  message: Message;
  change: Change;
  /** when it was done, by this device's clock */
  at: string;
}

/** A message as it will be once the server has taken these changes, in this order. */
export function changed(message: Message, pending: readonly Pending[], me: number): Message {
  let shown = message;
  for (const one of pending) if (one.message.id === message.id) shown = apply(shown, one, me);
  return shown;
}

function apply(message: Message, { change, at }: Pending, me: number): Message {
  // Nothing can be done any more with what is gone.
  if (message.deleted_at) return message;
  switch (change.kind) {
    case "edit":
      return { ...message, message: change.text, edited_at: at };
    case "delete":
      return {
        ...message,
        message: "",
        attachment: null,
        reply_to: null,
        reactions: [],
        edited_at: null,
        deleted_at: at,
      };
    case "react": {
      const others = message.reactions.filter((reaction) => reaction.user_id !== me);
      const mine = change.emoji === null ? [] : [{ user_id: me, emoji: change.emoji }];
      return { ...message, reactions: [...others, ...mine] };
    }
    default:
      return message;
  }
}

/** Messages with what is on its way to them; the list itself where nothing is. */
export function withPending(messages: readonly Message[], pending: readonly Pending[], me: number): readonly Message[] {
  if (pending.length === 0) return messages;
  const hidden = new Set(pending.filter(({ change }) => change.kind === "hide").map(({ message }) => message.id));
  const touched = new Set(pending.map(({ message }) => message.id));
  return messages
    .filter((message) => !hidden.has(message.id))
    .map((message) => (touched.has(message.id) ? changed(message, pending, me) : message));
}

/** Whether a message is starred, or will be. */
export function isStarred(id: number, mark: Mark | undefined, pending: readonly Pending[]): boolean {
  const last = pending.findLast(({ message, change }) => message.id === id && change.kind === "star");
  return last?.change.kind === "star" ? last.change.starred : (mark?.starred_at ?? null) !== null;
}

/** The person's own reaction to a message, if any. */
export function ownReaction(message: Message, me: number): string | null {
  return message.reactions.find((reaction) => reaction.user_id === me)?.emoji ?? null;
}
