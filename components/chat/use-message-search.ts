"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "@/lib/client/api";
import { searchMessages } from "@/lib/client/message-search";
import type { FoundMessage } from "@/lib/contracts/chat";

/** Who still types has not asked yet, in milliseconds. */
const PAUSE_MS = 220;

export interface MessageSearch {
  hits: readonly FoundMessage[];
  /** there are older ones */
  more: boolean;
  state: "nothing" | "searching" | "found" | "failed";
  loadMore(): Promise<void>;
  again(): void;
}

const none: readonly FoundMessage[] = [];
type Found = { hits: readonly FoundMessage[]; cursor: string | null; state: MessageSearch["state"] };
const nothing: Found = { hits: none, cursor: null, state: "nothing" };

/** What is found for the words of a query, in one conversation or in all, as they are typed. */
export function useMessageSearch(query: string, conversationId?: number): MessageSearch {
  const [found, setFound] = useState<Found>(nothing);
  const [turn, setTurn] = useState(0);
  const loading = useRef(false);
  const wanted = query.trim();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn is another try
  useEffect(() => {
    if (wanted === "") return setFound(nothing);
    const stop = new AbortController();
    setFound((old) => ({ ...old, state: "searching" }));
    const timer = setTimeout(async () => {
      try {
        const page = await searchMessages(wanted, { conversationId, signal: stop.signal });
        if (!stop.signal.aborted) setFound({ hits: page.items, cursor: page.next_cursor, state: "found" });
      } catch (error) {
        if (stop.signal.aborted) return;
        setFound({ ...nothing, state: "failed" });
        if (!(error instanceof ApiError)) throw error;
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [wanted, conversationId, turn]);
  const { hits, cursor, state } = found;
  const loadMore = useCallback(async () => {
    if (cursor === null || loading.current) return;
    loading.current = true;
    try {
      const page = await searchMessages(wanted, { conversationId, cursor });
      setFound((old) =>
        old.cursor === cursor ? { ...old, hits: [...old.hits, ...page.items], cursor: page.next_cursor } : old,
      );
    } catch (error) {
      // What was found stays; the next press asks again.
      if (!(error instanceof ApiError)) throw error;
    } finally {
      loading.current = false;
    }
  }, [wanted, conversationId, cursor]);
  const again = useCallback(() => setTurn((old) => old + 1), []);
  return { hits, more: cursor !== null, state, loadMore, again };
}
