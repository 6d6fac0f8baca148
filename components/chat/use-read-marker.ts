"use client";

import { type RefObject, useCallback, useEffect } from "react";
import { useChat } from "./conversations-provider";
import { useAttentive } from "./use-attentive";

/**
 * Marks read what was really on screen, to its last line, while somebody can be looking.
 * Answers what to call after every scroll.
 */
export function useReadMarker(conversationId: number, box: RefObject<HTMLElement | null>, rows: unknown): () => void {
  const chat = useChat();
  const attentive = useAttentive();
  const mark = useCallback(() => {
    const seen = attentive && box.current ? lastSeen(box.current) : 0;
    const known = chat.conversations.get(conversationId);
    if (known && seen > known.read_seq) chat.read(conversationId, seen);
  }, [attentive, box, chat, conversationId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines may have come into view
  useEffect(mark, [rows, mark]);
  return mark;
}

/** The seq of the last message whose end is in view, 0 for none. */
function lastSeen(box: HTMLElement): number {
  const edge = box.getBoundingClientRect().bottom + 8;
  const lines = box.querySelectorAll<HTMLElement>("[data-seq]");
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index];
    if (line && line.getBoundingClientRect().bottom <= edge) return Number(line.dataset.seq);
  }
  return 0;
}
