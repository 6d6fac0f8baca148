"use client";

import { type RefObject, useLayoutEffect, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { useI18n } from "@/components/ui/i18n";
import { SkeletonBubble } from "@/components/ui/skeleton";
import type { KnownConversation } from "@/lib/client/conversation-store-merge";
import type { Thread } from "@/lib/client/message-store-merge";
import { Bubble } from "./bubble";
import { CallChip } from "./call-chip";
import { useWaiting } from "./chat-hooks";
import { useChat } from "./conversations-provider";
import { JumpToLatest } from "./jump-to-latest";
import { DayLabel } from "./moments";
import { type Row, rowsOf } from "./rows";
import { type History, useHistory } from "./use-history";
import { useHydrated } from "./use-hydrated";
import { useLogScroll } from "./use-log-scroll";
import { useReadMarker } from "./use-read-marker";
import { useUnreadDivider } from "./use-unread-divider";

const column = "mx-auto w-full max-w-[724px] px-4 md:px-8";

/** The messages of a conversation: newest at the bottom, older ones as one scrolls up. */
export function MessageLog({ conversation, thread }: { conversation: KnownConversation; thread: Thread }) {
  const { t } = useI18n();
  const { me } = useChat();
  const { id, other_user: other, other_read_seq, other_delivered_seq } = conversation;
  const waiting = useWaiting(id);
  const hydrated = useHydrated();
  const unreadAfter = useUnreadDivider(conversation);
  const [openedAt] = useState(conversation.last_seq);
  const rows = useMemo(
    () =>
      rowsOf({
        messages: thread.messages,
        waiting,
        me,
        complete: !thread.has_older,
        receipts: { other_read_seq, other_delivered_seq },
        unreadAfter,
        openedAt,
        dayOf: (at) => (hydrated ? new Date(at).toDateString() : at.slice(0, 10)),
      }),
    [thread, waiting, me, other_read_seq, other_delivered_seq, unreadAfter, openedAt, hydrated],
  );
  const { scroller, content, away, onScroll, toLatest } = useLogScroll(rows);
  const markRead = useReadMarker(id, scroller, rows);
  const history = useHistory(id, thread, scroller);
  const divider = useRef<HTMLDivElement>(null);

  // Once, before the first paint: what is new begins in the upper part of the view.
  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box || !divider.current) return;
    const top = divider.current.getBoundingClientRect().top - box.getBoundingClientRect().top;
    box.scrollTop += Math.min(0, top - box.clientHeight * 0.2);
  }, [scroller]);

  const newestOwn = waiting.at(-1)?.client_id;
  const [seenOwn, setSeenOwn] = useState(newestOwn);
  useLayoutEffect(() => {
    if (newestOwn === seenOwn) return;
    setSeenOwn(newestOwn);
    // Whoever writes wants to see it stand.
    if (newestOwn) toLatest(false);
  }, [newestOwn, seenOwn, toLatest]);

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-label={t("chat.messages")}
        aria-relevant="additions"
        aria-busy={history.state === "loading"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={() => {
          onScroll();
          markRead();
        }}
        className="flex h-full flex-col-reverse overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]"
      >
        <div>
          <Beginning history={history} hasOlder={thread.has_older} name={other.name} />
          <div ref={content} className={`${column} flex flex-col gap-[3px] pb-2`}>
            {rows.map((row) =>
              row.kind === "unread" ? (
                <UnreadLine key={row.key} line={divider} />
              ) : (
                <Line key={row.key} row={row} me={me} />
              ),
            )}
          </div>
        </div>
      </div>
      {away && <JumpToLatest count={conversation.unread_count} onJump={() => toLatest(true)} />}
    </div>
  );
}

function Line({ row, me }: { row: Exclude<Row, { kind: "unread" }>; me: number }) {
  if (row.kind === "text") return <Bubble row={row} />;
  if (row.kind === "call") return <CallChip message={row.message} me={me} fresh={row.fresh} />;
  return (
    <div className="self-center py-2.5 text-soft text-xs">
      <DayLabel at={row.at} />
    </div>
  );
}

function UnreadLine({ line }: { line: RefObject<HTMLDivElement | null> }) {
  const { t } = useI18n();
  return (
    <div ref={line} className="flex items-center gap-3 py-2.5 font-medium text-brand-ink text-xs">
      <span className="h-px flex-1 bg-brand/35" />
      {t("chat.unread_divider")}
      <span className="h-px flex-1 bg-brand/35" />
    </div>
  );
}

/** Above the oldest message: more on its way, the way to more, or that nothing was before. */
function Beginning({ history, hasOlder, name }: { history: History; hasOlder: boolean; name: string }) {
  const { t } = useI18n();
  if (!hasOlder) {
    const [before, after] = t("chat.beginning").split("{name}");
    return (
      <p className={`${column} pt-8 pb-3 text-center text-sm text-soft`}>
        {before}
        <bdi>{name}</bdi>
        {after}
      </p>
    );
  }
  return (
    <div ref={history.sentinel} className={`${column} grid min-h-30 content-end gap-1 pb-2`}>
      {history.state === "failed" ? (
        <div className="justify-self-center">
          <Button variant="soft" onClick={history.load}>
            {t("chat.older")}
          </Button>
        </div>
      ) : (
        <div className="flex flex-col gap-1">
          <SkeletonBubble />
          <SkeletonBubble mine />
        </div>
      )}
    </div>
  );
}
