"use client";

import "@/components/ui/style-nonce";
import * as Radix from "@radix-ui/react-dialog";
import clsx from "clsx";
import { Plus } from "lucide-react";
import { veilClass } from "@/components/ui/dialog";
import { useI18n } from "@/components/ui/i18n";
import { ownReaction } from "@/lib/client/message-changes";
import { useChat } from "./conversations-provider";
import { useMessageActs } from "./message-acts";
import { type MessageMenuProps, useMessageMenu } from "./message-menu-context";
import { quickEmoji } from "./quick-emoji";
import { useMessageChange } from "./use-message-change";

const emojiClass =
  "grid h-12 min-w-11 max-w-12 flex-1 place-items-center rounded-full text-[1.7rem] leading-none active:scale-110 transition-[scale] aria-pressed:bg-brand-wash";

/** The menu of a message on a phone: from the bottom, where the thumb is. */
export function MessageSheet({ message, open, onOpenChange, ask }: MessageMenuProps) {
  const { t } = useI18n();
  const { me } = useChat();
  const { reactable } = useMessageMenu();
  const acts = useMessageActs(message, ask);
  const change = useMessageChange();
  const mine = ownReaction(message, me);
  const done = (run: () => void) => () => {
    onOpenChange(false);
    run();
  };
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={veilClass} />
        <Radix.Content
          aria-describedby={undefined}
          // The composer takes the focus where one answers or edits.
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="fixed inset-x-0 bottom-0 z-50 grid max-h-dvh grid-cols-1 animate-rise gap-1 overflow-y-auto overscroll-contain rounded-t-float border border-line bg-surface px-3 pt-3 shadow-float [padding-block-end:max(0.75rem,env(safe-area-inset-bottom))] data-[state=closed]:animate-leave"
        >
          <Radix.Title className="sr-only">{t("actions.menu")}</Radix.Title>
          <span aria-hidden="true" className="mx-auto mb-1 h-1 w-9 rounded-full bg-line" />
          {reactable && !message.deleted_at && message.type !== "call" && (
            <div className="-mx-2 flex justify-between border-line px-2 max-[360px]:px-0 border-b pb-2">
              {quickEmoji.map((emoji) => (
                <button
                  key={emoji}
                  type="button"
                  aria-pressed={emoji === mine}
                  aria-label={t("actions.react", { emoji })}
                  onClick={done(() => void change(message, { kind: "react", emoji: emoji === mine ? null : emoji }))}
                  className={emojiClass}
                >
                  {emoji}
                </button>
              ))}
              <button
                type="button"
                aria-label={t("actions.more_emoji")}
                onClick={done(() => ask("emoji"))}
                className={clsx(emojiClass, "text-soft")}
              >
                <Plus aria-hidden="true" size={22} />
              </button>
            </div>
          )}
          {acts.map((act) => (
            <button
              key={act.label}
              type="button"
              onClick={done(act.run)}
              className={clsx(
                "flex min-h-13 items-center gap-4 rounded-surface px-4 text-start active:bg-sunk",
                act.danger && "text-no-ink",
              )}
            >
              {act.icon}
              {act.label}
            </button>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
