"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { refusalOf } from "@/components/ui/use-attempt";
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
  /** older ones are on their way */
  adding: boolean;
  /** Answers whether some came; says why where they did not. */
  loadMore(): Promise<boolean>;
  again(): void;
}

const none: readonly FoundMessage[] = [];
type Found = { hits: readonly FoundMessage[]; cursor: string | null; state: MessageSearch["state"] };
const nothing: Found = { hits: none, cursor: null, state: "nothing" };

/** What is found for the words of a query, in one conversation or in all, as they are typed. */
export function useMessageSearch(query: string, conversationId?: number): MessageSearch {
  const [found, setFound] = useState<Found>(nothing);
  const [turn, setTurn] = useState(0);
  const { t } = useI18n();
  const notify = useNotice();
  // What is asked for is told by where it begins: that of another query is no hindrance.
  const asking = useRef<string | null>(null);
  const [adding, setAdding] = useState<string | null>(null);
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
    if (cursor === null || asking.current === cursor) return false;
    asking.current = cursor;
    setAdding(cursor);
    try {
      const page = await searchMessages(wanted, { conversationId, cursor });
      setFound((old) =>
        old.cursor === cursor ? { ...old, hits: [...old.hits, ...page.items], cursor: page.next_cursor } : old,
      );
      return page.items.length > 0;
    } catch (error) {
      // What was found stays; the next press asks again.
      notify({ text: refusalOf(error, t).message, tone: "bad" });
      return false;
    } finally {
      if (asking.current === cursor) asking.current = null;
      setAdding((now) => (now === cursor ? null : now));
    }
  }, [wanted, conversationId, cursor, notify, t]);
  const again = useCallback(() => setTurn((old) => old + 1), []);
  return { hits, more: cursor !== null, adding: adding !== null && adding === cursor, state, loadMore, again };
}
