"use client";

import clsx from "clsx";
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { useHydrated } from "@/components/ui/use-hydrated";
import type { KnownConversation } from "@/lib/client/conversation-store-merge";
import type { Thread } from "@/lib/client/message-store-merge";
import { useWaiting, useWindow } from "./chat-hooks";
import { useChat } from "./conversations-provider";
import { JumpToLatest } from "./jump-to-latest";
import { Beginning, LogItem } from "./log-lines";
import { placesOf } from "./log-part";
import type { LogView } from "./log-view";
import { itemsIn, unstored } from "./rows";
import { useHistory } from "./use-history";
import { useLogAim } from "./use-log-aim";
import { useLogView } from "./use-log-view";
import { useMessageKeys } from "./use-message-keys";
import { useReadMarker } from "./use-read-marker";
import { useShown } from "./use-shown";
import { useUnreadDivider } from "./use-unread-divider";

const none: readonly never[] = [];

/** The messages of a conversation: newest at the bottom, older ones as one scrolls up; mounted is what is near. */
export function MessageLog({ conversation, thread }: { conversation: KnownConversation; thread: Thread }) {
  const { t } = useI18n();
  const { me, messages: store } = useChat();
  const { id, other_user: other, other_read_seq, other_delivered_seq } = conversation;
  const alive = useHydrated();
  const window = useWindow(id);
  const { messages: loaded, has_older: hasOlder } = window ?? thread;
  const messages = useShown(id, loaded);
  const queue = useWaiting(id);
  const onKeys = useMessageKeys();
  const waiting = useMemo(() => (window ? none : unstored(queue, messages)), [window, queue, messages]);
  const unreadAfter = useUnreadDivider(conversation);
  const [openedAt, setOpenedAt] = useState(conversation.last_seq);
  const { aim, part, setPart, lit, seeking, toEnd } = useLogAim(messages, unreadAfter);
  const { start, end } = useMemo(() => placesOf(part, messages, waiting.length), [part, messages, waiting.length]);
  const items = useMemo(
    () =>
      itemsIn(
        {
          messages,
          waiting,
          me,
          complete: !hasOlder,
          receipts: { other_read_seq, other_delivered_seq },
          unreadAfter,
          openedAt,
          dayOf: (at) => (alive ? new Date(at).toDateString() : at.slice(0, 10)),
        },
        start,
        end,
      ),
    [messages, waiting, me, hasOlder, other_read_seq, other_delivered_seq, unreadAfter, openedAt, alive, start, end],
  );
  const history = useHistory(id);
  const view = useRef<LogView>(null);
  const markRead = useReadMarker(id, view, seeking);
  const log = useLogView(view, {
    ...{ messages, waiting, hasOlder, newest: !window, start, end, items, alive, aim },
    mount(next) {
      setPart(next);
      // What was there before one scrolled does not come in again.
      setOpenedAt(messages.at(-1)?.seq ?? 0);
    },
    need: history.need,
    onLook: markRead,
  });

  const toLatest = useCallback(() => {
    store.showNewest(id);
    toEnd();
  }, [store, id, toEnd]);
  useLayoutEffect(() => () => store.showNewest(id), [store, id]);
  const newestOwn = queue.at(-1)?.client_id;
  const [seenOwn, setSeenOwn] = useState(newestOwn);
  useLayoutEffect(() => {
    if (newestOwn === seenOwn) return;
    setSeenOwn(newestOwn);
    // Whoever writes wants to see it stand.
    if (newestOwn) toLatest();
  }, [newestOwn, seenOwn, toLatest]);

  return (
    <div className="relative min-h-0 flex-1 print:overflow-visible">
      <div
        ref={log.scroller}
        role="log"
        aria-label={t("chat.messages")}
        aria-description={t("actions.choose")}
        aria-relevant="additions"
        // What comes into view by scrolling is no news.
        aria-live={log.atEnd ? "polite" : "off"}
        aria-busy={history.state === "loading"}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={log.onScroll}
        onKeyDown={(event) => {
          if (event.key === "End" && window) toLatest();
          onKeys(event);
        }}
        className="flex h-full flex-col-reverse overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none] print:h-auto print:overflow-visible"
      >
        <div className="flex min-h-full flex-col justify-end pb-2">
          <div ref={log.above} className="flex shrink-0 flex-col justify-end overflow-clip">
            {start === 0 && <Beginning history={history} hasOlder={hasOlder} name={other.name} />}
          </div>
          {items.map((item) => (
            <div
              key={item.key}
              ref={log.row(item.key)}
              className={clsx(lit !== null && item.seq === lit && "animate-flash motion-reduce:bg-brand-wash")}
            >
              <LogItem item={item} me={me} />
            </div>
          ))}
          <div ref={log.below} className="shrink-0 print:hidden" />
        </div>
      </div>
      {(log.away || window) && (
        <JumpToLatest
          count={conversation.unread_count}
          onJump={() => (!window && view.current?.glideToEnd()) || toLatest()}
        />
      )}
    </div>
  );
}
