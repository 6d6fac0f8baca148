"use client";

import { Archive, ChevronLeft, ChevronRight, MessageCircleQuestion } from "lucide-react";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import { type Shelf, useConversations } from "./chat-hooks";

type Aside = Exclude<Shelf, "chats">;

const icons = { requests: MessageCircleQuestion, archived: Archive };

/** Above the chats: the ways to what strangers ask and to what was put aside, each while there is any. */
export function ShelfLinks({ onOpen }: { onOpen: (shelf: Aside) => void }) {
  const counts = { requests: useConversations("requests").length, archived: useConversations("archived").length };
  const shelves: Aside[] = ["requests", "archived"];
  return shelves
    .filter((shelf) => counts[shelf] > 0)
    .map((shelf) => <ShelfLink key={shelf} shelf={shelf} count={counts[shelf]} onOpen={() => onOpen(shelf)} />);
}

function ShelfLink({ shelf, count, onOpen }: { shelf: Aside; count: number; onOpen: () => void }) {
  const { t } = useI18n();
  const Icon = icons[shelf];
  return (
    <button
      type="button"
      onClick={onOpen}
      className="mx-2 flex min-h-12 w-[calc(100%-1rem)] items-center gap-3 rounded-surface px-3 text-start text-[0.9375rem] text-soft hover:bg-sunk hover:text-ink"
    >
      <span className="grid w-12 place-items-center">
        <Icon aria-hidden="true" size={20} />
      </span>
      <span className="flex-1 font-medium">{t(`settle.${shelf}`)}</span>
      <span className="tabular-nums">{count}</span>
      <ChevronRight aria-hidden="true" size={16} className="mirror" />
    </button>
  );
}

/** The way back from a shelf to the chats. */
export function BackToChats({ onBack }: { onBack: () => void }) {
  const { t } = useI18n();
  return (
    <IconButton label={t("settle.back")} onClick={onBack} className="-ms-3">
      <ChevronLeft aria-hidden="true" className="mirror" />
    </IconButton>
  );
}
