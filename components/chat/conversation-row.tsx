"use client";

import clsx from "clsx";
import { BellOff, Pin } from "lucide-react";
import Link from "next/link";
import { memo, useRef } from "react";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { useI18n } from "@/components/ui/i18n";
import { ListTime } from "@/components/ui/moments";
import { isMuted, type KnownConversation } from "@/lib/client/conversation-store-merge";
import { useDraft, useIsTyping, useWaiting } from "./chat-hooks";
import { ConversationMenu } from "./conversation-menu";
import { LatestLine } from "./latest-line";
import { stateOf, stateOfWaiting } from "./send-state";
import { type SendState, Ticks } from "./ticks";

type RowProps = { conversation: KnownConversation; me: number; open: boolean };

/** One conversation of the list: a link to it. */
export const ConversationRow = memo(function ConversationRow({ conversation, me, open }: RowProps) {
  const { t } = useI18n();
  const more = useRef<HTMLButtonElement>(null);
  const typing = useIsTyping(conversation.id);
  const draft = useDraft(conversation.id);
  const { other_user: other, latest_message: latest, unread_count: unread } = conversation;
  const waiting = useWaiting(conversation.id).at(-1);
  const state = waiting ? stateOfWaiting(waiting) : latestState(conversation, me);
  return (
    <li
      className="group relative"
      onContextMenu={(event) => {
        event.preventDefault();
        more.current?.click();
      }}
    >
      <Link
        href={`/chat/${conversation.id}`}
        aria-current={open ? "page" : undefined}
        className={clsx(
          "mx-2 flex items-center gap-3 rounded-surface px-3 py-2.5 no-underline transition-colors",
          open ? "bg-brand-wash" : "hover:bg-sunk active:bg-sunk",
        )}
      >
        <Avatar id={other.id} name={other.name} src={other.avatar} online={other.online} />
        <span className="grid min-w-0 flex-1 grid-cols-1 gap-0.5">
          <span className="flex items-center gap-2">
            <span className="flex min-w-0 flex-1">
              <bdi className="truncate font-semibold text-[0.96875rem]">{other.name}</bdi>
            </span>
            {conversation.pinned && <Pin size={13} aria-label={t("settle.pinned")} className="shrink-0 text-soft" />}
            {isMuted(conversation) && (
              <BellOff size={13} aria-label={t("settle.muted")} className="shrink-0 text-soft" />
            )}
            {other.online && <span className="sr-only">{t("chat.online")}</span>}
            {(waiting || latest) && (
              <span className="flex shrink-0 items-center gap-1">
                {state && <Ticks state={state} />}
                <ListTime
                  at={waiting ? new Date(waiting.at).toISOString() : (latest?.sent_at ?? conversation.updated_at)}
                  className={clsx("text-xs", unread > 0 ? "font-medium text-brand-ink" : "text-soft")}
                />
              </span>
            )}
          </span>
          <span className="flex min-h-5 items-center gap-2">
            <span className={clsx("flex min-w-0 flex-1 gap-1 text-sm", unread > 0 ? "text-ink" : "text-soft")}>
              <LatestLine
                conversation={conversation}
                me={me}
                typing={typing}
                draft={open ? "" : draft}
                waiting={waiting}
              />
            </span>
            <Badge count={unread} label={t("chat.unread", { count: unread })} />
          </span>
        </span>
      </Link>
      <ConversationMenu
        conversation={conversation}
        trigger={more}
        className="absolute! end-4 top-1/2 -translate-y-1/2 border border-line bg-surface opacity-0 focus-visible:opacity-100 group-hover:pointer-fine:opacity-100 aria-expanded:opacity-100 pointer-coarse:pointer-events-none"
      />
    </li>
  );
});

/** How far one's own last message has got; null when the other spoke last, or called, or it is gone. */
function latestState(conversation: KnownConversation, me: number): SendState | null {
  const latest = conversation.latest_message;
  return latest?.sender_id === me && latest.type !== "call" && !latest.deleted
    ? stateOf(latest.seq, conversation)
    : null;
}
