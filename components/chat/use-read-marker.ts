"use client";

import { type RefObject, useCallback, useEffect } from "react";
import { useChat } from "./conversations-provider";
import type { LogView } from "./log-view";
import { useAttentive } from "./use-attentive";

/**
 * Marks read what was really on screen, to its last line, while somebody can be looking.
 * @param seeking the place where one begins to read is not yet in view
 * Answers what to call whenever other messages may have come into view.
 */
export function useReadMarker(conversationId: number, view: RefObject<LogView | null>, seeking: boolean): () => void {
  const chat = useChat();
  const attentive = useAttentive();
  const mark = useCallback(() => {
    const seen = attentive && !seeking ? (view.current?.lastSeen() ?? 0) : 0;
    const known = chat.conversations.get(conversationId);
    if (known && seen > known.read_seq) chat.read(conversationId, seen);
  }, [attentive, seeking, view, chat, conversationId]);
  useEffect(mark, [mark]);
  return mark;
}
