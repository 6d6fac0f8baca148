"use client";

import { ChevronLeft, Search } from "lucide-react";
import Link from "next/link";
import { CallButton } from "@/components/call/call-button";
import { Avatar } from "@/components/ui/avatar";
import { useI18n } from "@/components/ui/i18n";
import { IconButton, iconButtonClass } from "@/components/ui/icon-button";
import { useNow } from "@/components/ui/use-now";
import type { KnownConversation } from "@/lib/client/conversation-store-merge";
import { useIsTyping } from "./chat-hooks";
import { ConversationMenu } from "./conversation-menu";

type HeaderProps = { conversation: KnownConversation };
type ConversationHeaderProps = HeaderProps & { onSearch: () => void };

/** Who it is, whether they are there, and the way to ring them. */
export function ConversationHeader({ conversation, onSearch }: ConversationHeaderProps) {
  const { t } = useI18n();
  const { other_user: other } = conversation;
  return (
    <header className="flex h-17 shrink-0 items-center gap-1 border-line border-b ps-1.5 pe-3 lg:px-5">
      <Link href="/chat" aria-label={t("chat.back")} className={iconButtonClass("quiet", "medium", "lg:hidden")}>
        <ChevronLeft aria-hidden="true" className="mirror" />
      </Link>
      <Link
        href={`/profile/${other.username}`}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-3 rounded-surface no-underline lg:-ms-1 lg:ps-1"
      >
        <Avatar id={other.id} name={other.name} src={other.avatar} size={38} online={other.online} />
        <span className="grid min-w-0 leading-snug">
          <h1 className="flex min-w-0 font-semibold text-base">
            <bdi className="truncate">{other.name}</bdi>
          </h1>
          <Presence conversation={conversation} />
        </span>
      </Link>
      <IconButton label={t("actions.search_here")} onClick={onSearch}>
        <Search aria-hidden="true" size={20} />
      </IconButton>
      {!conversation.request && <CallButton conversationId={conversation.id} person={other} variant="icon" />}
      <ConversationMenu conversation={conversation} />
    </header>
  );
}

function Presence({ conversation }: HeaderProps) {
  const { t, ago } = useI18n();
  const now = useNow();
  const typing = useIsTyping(conversation.id);
  const { online, last_seen_at } = conversation.other_user;
  const small = "truncate text-xs";
  if (typing) return <small className={`${small} text-brand-ink`}>{t("chat.typing")}</small>;
  if (online) return <small className={`${small} text-soft`}>{t("chat.online")}</small>;
  if (!last_seen_at) return null;
  return (
    // The server's clock may have stood a minute before the reader's; the next tick sets it right.
    <small suppressHydrationWarning className={`${small} text-soft`}>
      {t("chat.last_seen", { ago: ago(last_seen_at, now) })}
    </small>
  );
}
