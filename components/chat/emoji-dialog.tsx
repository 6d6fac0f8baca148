"use client";

import { useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { useI18n } from "@/components/ui/i18n";
import { SearchField } from "@/components/ui/search-field";
import { ownReaction } from "@/lib/client/message-changes";
import { useChat } from "./conversations-provider";
import type { MessageDialogProps } from "./delete-dialog";
import { searchEmoji } from "./emoji-search";
import { useMessageChange } from "./use-message-change";

/** All the other emoji to react with. */
export function EmojiDialog({ message, open, onOpenChange }: MessageDialogProps) {
  const { t } = useI18n();
  const { me } = useChat();
  const change = useMessageChange();
  const [query, setQuery] = useState("");
  const found = searchEmoji(query);
  const mine = ownReaction(message, me);
  const choose = (emoji: string) => {
    onOpenChange(false);
    void change(message, { kind: "react", emoji: emoji === mine ? null : emoji });
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("actions.pick_emoji")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (found[0]) choose(found[0]);
        }}
      >
        <SearchField label={t("actions.search_emoji")} value={query} onValue={setQuery} />
      </form>
      {found.length === 0 ? (
        <p className="py-6 text-center text-soft">{t("actions.no_emoji")}</p>
      ) : (
        <div className="-mx-2 grid h-64 auto-rows-min grid-cols-[repeat(auto-fill,minmax(44px,1fr))] overflow-y-auto overscroll-contain">
          {found.map((emoji) => (
            <button
              key={emoji}
              type="button"
              aria-pressed={emoji === mine}
              aria-label={t("actions.react", { emoji })}
              onClick={() => choose(emoji)}
              className="grid size-11 place-items-center justify-self-center rounded-full text-2xl leading-none transition-[scale] hover:scale-115 hover:bg-sunk aria-pressed:bg-brand-wash"
            >
              {emoji}
            </button>
          ))}
        </div>
      )}
    </Dialog>
  );
}
