"use client";

import clsx from "clsx";
import { useI18n } from "@/components/ui/i18n";
import type { Message } from "@/lib/contracts/chat";
import { useChat } from "./conversations-provider";
import { useMessageMenu } from "./message-menu-context";
import { groupedReactions } from "./message-rules";
import { useMessageChange } from "./use-message-change";

/** Under a bubble: who answered with which emoji. A press joins in, or takes one's own back. */
export function Reactions({ message, mine }: { message: Message; mine: boolean }) {
  const { t } = useI18n();
  const { me } = useChat();
  const { other } = useMessageMenu();
  const change = useMessageChange();
  const groups = groupedReactions(message);
  if (groups.length === 0) return null;
  const nameOf = (id: number) => (id === me ? t("actions.you") : other.name);
  const names = ([one = 0, two]: number[]) =>
    two === undefined ? nameOf(one) : t("actions.and", { one: nameOf(one), other: nameOf(two) });
  return (
    <div className={clsx("-mt-2 flex gap-1 px-2", mine ? "self-end" : "self-start")}>
      {groups.map(({ emoji, users }) => {
        const own = users.includes(me);
        return (
          <button
            key={emoji}
            type="button"
            aria-pressed={own}
            aria-label={t("actions.reaction", { emoji, names: names(users) })}
            title={names(users)}
            onClick={() => void change(message, { kind: "react", emoji: own ? null : emoji })}
            // The chip is small, what takes the finger is not.
            className={clsx(
              "relative flex h-7 min-w-9 animate-pop items-center justify-center gap-1 rounded-full border px-1.5 text-sm leading-none before:absolute before:-inset-x-1 before:-inset-y-2 before:content-['']",
              own ? "border-brand bg-brand-wash" : "border-line bg-surface",
            )}
          >
            {emoji}
            {users.length > 1 && <span className="pe-0.5 text-soft text-xs tabular-nums">{users.length}</span>}
          </button>
        );
      })}
    </div>
  );
}
