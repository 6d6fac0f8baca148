"use client";

import clsx from "clsx";
import { Ban } from "lucide-react";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { refusalOf } from "@/components/ui/use-attempt";
import type { Quote } from "@/lib/contracts/chat";
import type { TextKey } from "@/lib/i18n/catalogue";
import { useChat } from "./conversations-provider";
import { useJumpTo } from "./jump";
import { useMessageMenu } from "./message-menu-context";

/** What a message is where its words cannot be shown: deleted, a picture, a file. */
function kindOf({ deleted, type }: Pick<Quote, "deleted" | "type">): TextKey | null {
  if (deleted) return "actions.deleted";
  return type === "text" || type === "call" ? null : `chat.${type}`;
}

/** Who said it, and the beginning of what was said. */
export function QuoteWords({ quote }: { quote: Quote }) {
  const { t } = useI18n();
  const { me } = useChat();
  const { other } = useMessageMenu();
  const kind = kindOf(quote);
  return (
    <>
      <bdi className="cut font-semibold text-brand-ink text-xs">
        {quote.sender_id === me ? t("common.you") : other.name}
      </bdi>
      <span
        dir="auto"
        className={clsx(
          "as-parent line-clamp-2 whitespace-pre-line text-sm text-soft wrap-anywhere",
          quote.deleted && "italic",
        )}
      >
        {quote.message || (kind && t(kind))}
      </span>
    </>
  );
}

/** Inside a bubble: the message that it answers, and the way there. */
export function ReplyQuote({ quote, mine }: { quote: Quote; mine: boolean }) {
  const { t } = useI18n();
  const jumpTo = useJumpTo();
  const notify = useNotice();
  const kind = kindOf(quote);
  const go = async () => {
    try {
      if ((await jumpTo(quote.seq)) === "gone") notify(t("actions.gone"));
    } catch (error) {
      notify({ text: refusalOf(error, t).message, tone: "bad" });
    }
  };
  return (
    <button
      type="button"
      onClick={() => void go()}
      aria-label={t("actions.jump", { text: quote.message.slice(0, 80) || (kind ? t(kind) : "") })}
      className={clsx(
        "-mx-1.5 mb-1 block min-h-11 min-w-40 max-w-[calc(100%+0.75rem)] self-stretch overflow-hidden rounded-[12px] border-brand border-s-3 px-2.5 py-1.5 text-start transition-colors",
        mine ? "bg-surface/60 hover:bg-surface/85" : "bg-sunk hover:bg-brand-wash",
      )}
    >
      <QuoteWords quote={quote} />
    </button>
  );
}

/** In the place of a message that is gone. */
export function Tombstone({ mine }: { mine: boolean }) {
  const { t } = useI18n();
  return (
    <span className="inline-flex items-center gap-1.5 text-soft italic">
      <Ban aria-hidden="true" size={15} />
      {t(mine ? "actions.you_deleted" : "actions.deleted")}
    </span>
  );
}
