"use client";

import { useMemo } from "react";
import { useStore } from "zustand";
import { type KnownConversation, newestFirst, shelfOf, withAnswer } from "@/lib/client/conversation-store-merge";
import { type Thread, withNewestPage } from "@/lib/client/message-store-merge";
import type { MessageWindow } from "@/lib/client/message-window";
import type { OutboxEntry } from "@/lib/client/outbox-rules";
import type { Conversation, Message } from "@/lib/contracts/chat";
import { useChat } from "./conversations-provider";

/** The newest page of a conversation, as the server rendered it. */
export interface FirstPage {
  items: Message[];
  next_cursor: string | null;
}

export type Shelf = "chats" | "requests" | "archived";

/** The conversations of one shelf: what is pinned first, then what happened last. */
export function useConversations(shelf: Shelf = "chats"): KnownConversation[] {
  const conversations = useStore(useChat().conversations.store, (state) => state.conversations);
  return useMemo(
    () => newestFirst(Object.values(conversations).filter((one) => shelfOf(one) === shelf)),
    [conversations, shelf],
  );
}

/** A conversation as it is known now; until the store has it, as the page brought it. */
export function useConversation(initial: Conversation): KnownConversation {
  const known = useStore(useChat().conversations.store, (state) => state.conversations[initial.id]);
  return useMemo(() => known ?? withAnswer(undefined, initial), [known, initial]);
}

/** A conversation that may not be known yet. */
export function useKnownConversation(id: number): KnownConversation | undefined {
  return useStore(useChat().conversations.store, (state) => state.conversations[id]);
}

export function useIsTyping(id: number): boolean {
  return useStore(useChat().conversations.store, (state) => state.typing[id] ?? false);
}

/** The loaded messages; until the store has them, those that the page brought. */
export function useThread(id: number, first: FirstPage): Thread {
  const thread = useStore(useChat().messages.store, (state) => state.threads[id]);
  return useMemo(() => thread ?? withNewestPage(undefined, first.items, first.next_cursor !== null), [thread, first]);
}

/** The part that is shown instead of the thread while one reads far above it. */
export function useWindow(id: number): MessageWindow | undefined {
  return useStore(useChat().messages.store, (state) => state.windows[id]);
}

/** What waits to be sent in a conversation, or was refused there, in order. */
export function useWaiting(id: number): readonly OutboxEntry[] {
  const entries = useStore(useChat().outbox.store, (state) => state.entries);
  return useMemo(() => entries.filter((entry) => entry.conversation_id === id), [entries, id]);
}

export function useDraft(id: number): string {
  return useStore(useChat().drafts.store, (state) => state.drafts[id] ?? "");
}
