"use client";

import { Star } from "lucide-react";
import Link from "next/link";
import { useMemo, useState } from "react";
import { QuickLinks } from "@/components/shell/quick-links";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useI18n } from "@/components/ui/i18n";
import { iconButtonClass } from "@/components/ui/icon-button";
import { SearchField } from "@/components/ui/search-field";
import { fold } from "@/lib/text/fold";
import { type Shelf, useConversations } from "./chat-hooks";
import { ConversationRow } from "./conversation-row";
import { useChat } from "./conversations-provider";
import { FoundMessages } from "./found-messages";
import { BackToChats, ShelfLinks } from "./shelves";
import { useMessageSearch } from "./use-message-search";

/** Everybody one talks with, live, with a box that narrows it down. `openId` is the conversation beside it. */
export function ConversationList({ openId }: { openId: number | null }) {
  const { t } = useI18n();
  const { me } = useChat();
  const [shelf, setShelf] = useState<Shelf>("chats");
  const conversations = useConversations(shelf);
  const [query, setQuery] = useState("");
  const found = useMemo(() => {
    const wanted = fold(query.trim());
    const texts = (one: (typeof conversations)[number]) => [one.other_user.name, one.other_user.username];
    return wanted
      ? conversations.filter((one) => texts(one).some((text) => fold(text).includes(wanted)))
      : conversations;
  }, [conversations, query]);
  const search = useMessageSearch(query);
  const nothing = found.length === 0 && search.hits.length === 0;
  const Heading = openId === null ? "h1" : "h2";
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex min-h-17 shrink-0 items-center gap-1 ps-4 pe-2">
        {shelf !== "chats" && <BackToChats onBack={() => setShelf("chats")} />}
        <Heading className="flex-1 font-semibold text-xl tracking-[-0.01em] rtl:tracking-normal">
          {shelf === "chats" ? t("chat.title") : t(`settle.${shelf}`)}
        </Heading>
        {shelf === "chats" && (
          <>
            <Link href="/chat/starred" aria-label={t("actions.starred_title")} className={iconButtonClass()}>
              <Star aria-hidden="true" size={20} />
            </Link>
            <QuickLinks />
          </>
        )}
      </header>
      {conversations.length > 0 && (
        <SearchField label={t("chat.search")} value={query} onValue={setQuery} className="mx-4 mb-2.5 shrink-0" />
      )}
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-3">
        {shelf === "chats" && query === "" && <ShelfLinks onOpen={setShelf} />}
        {shelf !== "chats" && conversations.length === 0 ? (
          <EmptyState drawing="chats" title={t(`settle.no_${shelf}.title`)} text={t(`settle.no_${shelf}.text`)} />
        ) : conversations.length === 0 ? (
          <EmptyState
            drawing="chats"
            title={t("chat.empty.title")}
            text={t("chat.empty.text")}
            action={
              <Link href="/search" className={buttonClass()}>
                {t("chat.empty.action")}
              </Link>
            }
          />
        ) : nothing && search.state === "found" ? (
          <EmptyState drawing="nothing" title={t("actions.nothing_title")} text={t("actions.nothing_text")} />
        ) : (
          <>
            {found.length > 0 && (
              <ul aria-label={t("chat.conversations")} className="grid grid-cols-1 gap-0.5">
                {found.map((conversation) => (
                  <ConversationRow
                    key={conversation.id}
                    conversation={conversation}
                    me={me}
                    open={conversation.id === openId}
                  />
                ))}
              </ul>
            )}
            <FoundMessages search={search} query={query} me={me} />
          </>
        )}
      </div>
    </div>
  );
}
