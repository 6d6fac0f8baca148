"use client";

import { PhoneMissed } from "lucide-react";
import { useI18n } from "@/components/ui/i18n";
import type { KnownConversation } from "@/lib/client/conversation-store-merge";
import type { OutboxEntry } from "@/lib/client/outbox-rules";
import { mediaOfWaiting } from "./attachment-media";
import { callWords } from "./call-words";
import { mediaIcons } from "./media-icons";

const plain = "min-w-0 truncate";

type LatestLineProps = {
  conversation: KnownConversation;
  me: number;
  typing: boolean;
  draft: string;
  /** one's own last message, while it is not yet sent */
  waiting: OutboxEntry | undefined;
};

/** What stands under a name in the list: typing, a draft, or the last message in one line. */
export function LatestLine({ conversation, me, typing, draft, waiting }: LatestLineProps) {
  const { t } = useI18n();
  if (typing) return <span className="truncate text-brand-ink">{t("chat.typing")}</span>;
  if (draft) return <Said prefix={t("chat.draft")} text={draft} tone="text-amber" />;
  const you = t("chat.you_said", { text: "" }).trim();
  if (waiting) return <Said prefix={you} text={waiting.text} kind={mediaOfWaiting(waiting)?.kind} />;
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
  if (latest.deleted)
    return (
      <span className={`${plain} italic`}>
        {t(latest.sender_id === me ? "actions.you_deleted" : "actions.deleted")}
      </span>
    );
  const kind = latest.type === "text" ? undefined : latest.type;
  return <Said prefix={latest.sender_id === me ? you : ""} text={latest.message} kind={kind} />;
}

type SaidProps = { prefix: string; text: string; tone?: string; kind?: keyof typeof mediaIcons };

/** Each text keeps its own direction, and is cut off at its own end, but starts where the list starts. */
function Said({ prefix, text, tone, kind }: SaidProps) {
  const { t } = useI18n();
  const Icon = kind && mediaIcons[kind];
  return (
    <>
      {prefix && <span className={tone}>{prefix}</span>}{" "}
      {Icon && <Icon aria-hidden="true" size={15} className="self-center" />}{" "}
      <bdi className={plain}>{text || (kind && t(`chat.${kind}`))}</bdi>
    </>
  );
}
