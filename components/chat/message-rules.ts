import type { EDIT_WINDOW_MS, Message } from "@/lib/contracts/chat";

// The contract's own number; its type holds them equal without bringing the contract to the browser.
const editWindowMs: typeof EDIT_WINDOW_MS = 86_400_000;

/** Whether one may still write it anew, as the server will judge. */
export function canEdit(message: Message, me: number, now = Date.now()): boolean {
  if (message.sender_id !== me || message.deleted_at || message.forwarded || message.type === "call") return false;
  return now - Date.parse(message.created_at) < editWindowMs;
}

/** Whether one may take it back from both people. */
export function canTakeBack(message: Message, me: number): boolean {
  return message.sender_id === me && message.deleted_at === null && message.type !== "call";
}

/** The newest message of one's own that can be edited. */
export function lastEditable(messages: readonly Message[], me: number): Message | undefined {
  return messages.findLast((message) => canEdit(message, me));
}

/** Reactions by emoji, in the order in which each was first given. */
export function groupedReactions(message: Message): { emoji: string; users: number[] }[] {
  const groups = new Map<string, number[]>();
  for (const { emoji, user_id } of message.reactions) groups.set(emoji, [...(groups.get(emoji) ?? []), user_id]);
  return [...groups].map(([emoji, users]) => ({ emoji, users }));
}
