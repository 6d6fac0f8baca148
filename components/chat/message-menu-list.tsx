"use client";

import "@/components/ui/style-nonce";
import * as Radix from "@radix-ui/react-dropdown-menu";
import clsx from "clsx";
import { Plus } from "lucide-react";
import { useI18n } from "@/components/ui/i18n";
import { menuItemClass } from "@/components/ui/menu-list";
import { mainId } from "@/components/ui/page";
import { ownReaction } from "@/lib/client/message-changes";
import { useChat } from "./conversations-provider";
import { useMessageActs } from "./message-acts";
import { type Anchor, type MessageMenuProps, useMessageMenu } from "./message-menu-context";
import { quickEmoji } from "./quick-emoji";
import { useMessageChange } from "./use-message-change";

type MessageMenuListProps = MessageMenuProps & { anchor: Anchor; opener: HTMLElement | null };

const emojiClass = clsx(
  "grid size-11 select-none place-items-center rounded-full text-[1.4rem] leading-none outline-none transition-[scale]",
  "data-highlighted:scale-115 data-highlighted:bg-sunk aria-checked:bg-brand-wash",
);

/** The menu of a message beside the pointer or its button; arrow keys go through all of it. */
export function MessageMenuList({ message, open, onOpenChange, ask, anchor, opener }: MessageMenuListProps) {
  const { t, dir } = useI18n();
  const { me } = useChat();
  const { reactable } = useMessageMenu();
  const acts = useMessageActs(message, ask);
  const change = useMessageChange();
  const mine = ownReaction(message, me);
  const { x, y, width = 0, height = 0 } = anchor;
  return (
    <Radix.Root dir={dir} modal={false} open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          className="pointer-events-none fixed"
          style={{ left: x, top: y, width, height }}
        />
      </Radix.Trigger>
      {/* Among what the page is about: a screen reader that goes by landmarks would pass it by outside of them. */}
      <Radix.Portal container={document.getElementById(mainId)}>
        <Radix.Content
          align="start"
          sideOffset={4}
          collisionPadding={12}
          aria-label={t("actions.menu")}
          // What was chosen may have put the focus where it belongs.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (document.activeElement === document.body) opener?.focus({ preventScroll: true });
          }}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) overflow-y-auto w-max min-w-56 animate-pop rounded-surface border border-line bg-surface p-1.5 shadow-float data-[state=closed]:animate-leave"
        >
          {reactable && !message.deleted_at && message.type !== "call" && (
            <Radix.Group className="mb-1 flex border-line border-b pb-1">
              {quickEmoji.map((emoji) => (
                <Radix.CheckboxItem
                  key={emoji}
                  checked={emoji === mine}
                  aria-label={t("actions.react", { emoji })}
                  textValue={emoji}
                  onSelect={() => void change(message, { kind: "react", emoji: emoji === mine ? null : emoji })}
                  className={emojiClass}
                >
                  {emoji}
                </Radix.CheckboxItem>
              ))}
              <Radix.Item
                aria-label={t("actions.more_emoji")}
                title={t("actions.more_emoji")}
                onSelect={() => ask("emoji")}
                className={clsx(emojiClass, "text-soft")}
              >
                <Plus aria-hidden="true" size={20} />
              </Radix.Item>
            </Radix.Group>
          )}
          {acts.map((act) => (
            <Radix.Item key={act.label} onSelect={act.run} className={menuItemClass(act.danger)}>
              {act.icon}
              {act.label}
            </Radix.Item>
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
