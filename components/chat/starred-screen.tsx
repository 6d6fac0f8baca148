"use client";

import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { useStore } from "zustand";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useI18n } from "@/components/ui/i18n";
import { iconButtonClass } from "@/components/ui/icon-button";
import { useAttempt } from "@/components/ui/use-attempt";
import { api, type Page } from "@/lib/client/api";
import type { StarredMessage } from "@/lib/contracts/marks";
import { useChat } from "./conversations-provider";
import { FoundRow } from "./found-row";

/** Everything that one has starred, the latest star first. Begins with what the server rendered. */
export function StarredScreen({ first }: { first: Page<StarredMessage> }) {
  const { t } = useI18n();
  const { me, marks } = useChat();
  const [page, setPage] = useState(first);
  const { pending, refusal, attempt } = useAttempt();
  const known = useStore(marks.store, (state) => state.marks);
  // What has lost its star since is gone from here too.
  const shown = page.items.filter(({ message }) => {
    const mark = known[message.conversation_id]?.of[message.id];
    return !mark || (mark.starred_at !== null && !mark.hidden);
  });
  const more = () =>
    attempt(async () => {
      const next = await api("GET /chat/starred", { limit: 50, cursor: page.next_cursor ?? undefined });
      setPage({ items: [...page.items, ...next.items], next_cursor: next.next_cursor });
    });
  return (
    <section className="flex min-h-0 flex-1 animate-fade flex-col">
      <header className="flex h-17 shrink-0 items-center gap-1 border-line border-b ps-1.5 pe-3 lg:px-5">
        <Link href="/chat" aria-label={t("chat.back")} className={iconButtonClass("quiet", "medium", "lg:hidden")}>
          <ChevronLeft aria-hidden="true" className="mirror" />
        </Link>
        <h1 className="flex-1 font-semibold text-lg">{t("actions.starred_title")}</h1>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain py-2">
        {shown.length === 0 ? (
          <EmptyState
            drawing="nothing"
            title={t("actions.starred_empty_title")}
            text={t("actions.starred_empty_text")}
          />
        ) : (
          <ul className="mx-auto grid w-full max-w-[724px] grid-cols-1 gap-0.5">
            {shown.map(({ message, other_user }) => (
              <FoundRow key={message.id} message={message} other={other_user} me={me} query="" starred />
            ))}
          </ul>
        )}
        {page.next_cursor && (
          <div className="grid justify-items-center gap-2 pt-3">
            {refusal && (
              <p role="alert" className="text-no-ink text-sm">
                {refusal.message}
              </p>
            )}
            <Button variant="soft" pending={pending} onClick={more}>
              {t("actions.more")}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
