"use client";

import { PhoneMissed } from "lucide-react";
import { useI18n } from "@/components/ui/i18n";
import type { KnownConversation } from "@/lib/client/conversation-store-merge";
import { callWords } from "./call-words";

const plain = "min-w-0 truncate";

type LatestLineProps = {
  conversation: KnownConversation;
  me: number;
  typing: boolean;
  draft: string;
  /** one's own last message, while it is not yet sent */
  waiting: string | null;
};

/** What stands under a name in the list: typing, a draft, or the last message in one line. */
export function LatestLine({ conversation, me, typing, draft, waiting }: LatestLineProps) {
  const { t } = useI18n();
  if (typing) return <span className="truncate text-brand-ink">{t("chat.typing")}</span>;
  if (draft) return <Said prefix={t("chat.draft")} text={draft} tone="text-amber" />;
  const you = t("chat.you_said", { text: "" }).trim();
  if (waiting !== null) return <Said prefix={you} text={waiting} />;
  const latest = conversation.latest_message;
  if (!latest) return <bdi className={plain}>@{conversation.other_user.username}</bdi>;
  if (latest.type === "call") {
    const { key, missed } = callWords(latest.call, me);
    if (!missed) return <span className={plain}>{t(key)}</span>;
    return (
      <span className="flex min-w-0 items-center gap-1.5 text-amber">
        <PhoneMissed aria-hidden="true" size={15} />
        <span className={plain}>{t(key)}</span>
      </span>
    );
  }
  return <Said prefix={latest.sender_id === me ? you : ""} text={latest.message} />;
}

/** Each text keeps its own direction, and is cut off at its own end, but starts where the list starts. */
function Said({ prefix, text, tone }: { prefix: string; text: string; tone?: string }) {
  return (
    <>
      {prefix && <span className={tone}>{prefix}</span>} <bdi className={plain}>{text}</bdi>
    </>
  );
}
