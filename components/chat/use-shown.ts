"use client";

import { useMemo } from "react";
import { useStore } from "zustand";
import type { Chat } from "@/lib/client/chat-client";
import { noMarks, withoutHidden } from "@/lib/client/marks-merge";
import { withPending } from "@/lib/client/message-changes";
import type { Message } from "@/lib/contracts/chat";
import { useChat } from "./conversations-provider";

/** The newest messages of one conversation as the person sees them at this moment. */
export function shownOf({ me, messages, marks, actions }: Chat, conversationId: number): readonly Message[] {
  const known = withoutHidden(messages.get(conversationId)?.messages ?? [], marks.get(conversationId));
  return withPending(known, actions.store.getState().pending, me);
}

/** Messages of one conversation as the person sees them: with what is on its way, without what they have deleted. */
export function useShown(conversationId: number, messages: readonly Message[]): readonly Message[] {
  const { me, marks, actions } = useChat();
  const known = useStore(marks.store, (state) => state.marks[conversationId] ?? noMarks);
  const pending = useStore(actions.store, (state) => state.pending);
  return useMemo(() => withPending(withoutHidden(messages, known), pending, me), [messages, known, pending, me]);
}
