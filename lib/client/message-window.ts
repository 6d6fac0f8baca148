import type { Message } from "@/lib/contracts/chat";
import { requoted } from "./message-quotes";
import { merged, type Thread, withOlderPage } from "./message-store-merge";

/**
 * A part of a conversation that lies before its thread: what stands around a message that was jumped to. It is shown
 * instead of the thread, grows to both sides, and becomes part of the thread where the two meet.
 */
export interface MessageWindow {
  /** ascending by seq, without a gap, never empty */
  messages: readonly Message[];
  has_older: boolean;
}

export function hasSeq(messages: readonly Message[], seq: number): boolean {
  return messages.some((message) => message.seq === seq);
}

/** The page around a message as a window. The thread may know newer versions of what is in it. */
export function openWindow(thread: Thread, page: readonly Message[], hasOlder: boolean): MessageWindow {
  return withWindowChanges({ messages: merged([], page), has_older: hasOlder }, thread.beyond);
}

/** A page that ends right before the window's oldest message, or begins right after its newest. */
export function withWindowPage(
  thread: Thread,
  window: MessageWindow,
  page: readonly Message[],
  hasOlder = window.has_older,
): MessageWindow {
  return withWindowChanges({ messages: merged(window.messages, page), has_older: hasOlder }, thread.beyond);
}

/** Takes in newer versions of what is in the window and is quoted there, and nothing else. */
export function withWindowChanges(window: MessageWindow, changes: readonly Message[]): MessageWindow {
  const inside = changes.filter(({ seq }) => hasSeq(window.messages, seq));
  const messages = requoted(merged(window.messages, inside), changes);
  return messages === window.messages ? window : { ...window, messages };
}

/** The thread with the window before it, if the window has reached it, else null. */
export function joinedWindow(thread: Thread, window: MessageWindow): Thread | null {
  const oldest = thread.messages[0]?.seq ?? 0;
  const newest = window.messages.at(-1)?.seq ?? 0;
  return newest >= oldest - 1 ? withOlderPage(thread, window.messages, window.has_older) : null;
}
