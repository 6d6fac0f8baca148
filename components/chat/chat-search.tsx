"use client";

import { ChevronDown, ChevronUp, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import { SearchField } from "@/components/ui/search-field";
import { useJumpTo } from "./jump";
import { useMessageSearch } from "./use-message-search";

/** Whether one searches in the open conversation, and for what. Ctrl+F or ⌘F begins; twice, the browser's own does. */
export function useChatSearch() {
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const isFind = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.code === "KeyF";
      if (!isFind || open) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [open]);
  const end = () => {
    setOpen(false);
    setQuery("");
  };
  return { open, query: open ? query : "", setQuery, begin: () => setOpen(true), end };
}

type ChatSearchProps = { conversationId: number; onQuery: (query: string) => void; onClose: () => void };

/** Finds words in one conversation: how many times, and from one to the next, each shown in its place. */
export function ChatSearch({ conversationId, onQuery, onClose }: ChatSearchProps) {
  const { t } = useI18n();
  const [query, setQuery] = useState("");
  const { hits, more, adding, state, loadMore } = useMessageSearch(query, conversationId);
  const [at, setAt] = useState(0);
  const [shownHits, setShownHits] = useState(hits);
  if (hits !== shownHits) {
    setShownHits(hits);
    // More of the same leaves the reader where they are.
    if (hits[0] !== shownHits[0]) setAt(0);
  }
  const jumpTo = useJumpTo();
  const seq = hits[at]?.message.seq;
  useEffect(() => {
    // Where it cannot be shown the next one may be.
    if (seq !== undefined) jumpTo(seq).catch(() => undefined);
  }, [seq, jumpTo]);
  useEffect(() => onQuery(state === "found" ? query : ""), [state, query, onQuery]);

  const go = (step: number) => {
    const next = at + step;
    // To the first of those that come, unless one has gone another way meanwhile.
    if (next >= hits.length && more) void loadMore().then((came) => came && setAt((now) => (now === at ? next : now)));
    if (next >= 0 && next < hits.length) setAt(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.key === "Escape") onClose();
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  };
  const count = hits.length;
  const said = () => {
    if (query.trim() === "") return "";
    if (state === "searching" || adding) return t("actions.searching");
    if (state === "failed") return t("actions.search_failed");
    if (count === 0) return t("actions.no_hits");
    return t(more ? "actions.many_hits" : "actions.hits", { at: at + 1, count });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: React does not know <search> in every browser that we serve
    <div
      role="search"
      aria-label={t("actions.search_here")}
      onKeyDown={onKeyDown}
      className="flex shrink-0 animate-fade items-center gap-1 border-line border-b bg-paper px-2 py-1.5 lg:px-4"
    >
      <SearchField
        // The person has just asked for it.
        autoFocus
        label={t("actions.search_here")}
        value={query}
        onValue={setQuery}
        className="min-w-24 flex-1"
      />
      <span
        role="status"
        className="min-w-0 px-1 text-center text-sm text-soft leading-tight tabular-nums empty:hidden"
      >
        {said()}
      </span>
      <IconButton label={t("actions.previous_hit")} aria-disabled={at + 1 >= count && !more} onClick={() => go(1)}>
        <ChevronUp aria-hidden="true" size={20} />
      </IconButton>
      <IconButton label={t("actions.next_hit")} aria-disabled={at <= 0} onClick={() => go(-1)}>
        <ChevronDown aria-hidden="true" size={20} />
      </IconButton>
      <IconButton label={t("actions.search_close")} onClick={onClose}>
        <X aria-hidden="true" size={20} />
      </IconButton>
    </div>
  );
}
