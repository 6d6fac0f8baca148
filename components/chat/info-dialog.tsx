"use client";

import { Dialog } from "@/components/ui/dialog";
import { useI18n } from "@/components/ui/i18n";
import { clock, fullDate } from "@/lib/i18n/time";
import { useKnownConversation } from "./chat-hooks";
import type { MessageDialogProps } from "./delete-dialog";

/** When a message of one's own was sent, and how far it has got. */
export function InfoDialog({ message, open, onOpenChange }: MessageDialogProps) {
  const { t, locale } = useI18n();
  const conversation = useKnownConversation(message.conversation_id);
  const moment = (at: string) => `${fullDate(at, locale)} · ${clock(at, locale)}`;
  const reached = (seq = 0) => t(seq >= message.seq ? "actions.yes" : "actions.not_yet");
  const facts: [string, string][] = [
    [t("actions.info_sent"), moment(message.created_at)],
    ...(message.edited_at ? [[t("actions.info_edited"), moment(message.edited_at)] satisfies [string, string]] : []),
    [t("actions.info_delivered"), reached(conversation?.other_delivered_seq)],
    [t("actions.info_read"), reached(conversation?.other_read_seq)],
  ];
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={t("actions.info_title")}>
      <p dir="auto" className="line-clamp-3 whitespace-pre-wrap rounded-surface bg-mine px-3.5 py-2 wrap-anywhere">
        {message.message}
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2.5">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-soft">{name}</dt>
            <dd className="text-end tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
