"use client";

import { Pencil, Reply, X } from "lucide-react";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import { useCompose, useComposeMode } from "./compose-mode";
import { useMessageMenu } from "./message-menu-context";

/** Above where one writes: the message that is answered or edited, and the way out of it. */
export function ReplyBar() {
  const { t } = useI18n();
  const mode = useComposeMode();
  const { clear } = useCompose();
  const { other } = useMessageMenu();
  if (mode.kind === "new") return null;
  const { message } = mode;
  const { attachment } = message;
  const editing = mode.kind === "edit";
  const Icon = editing ? Pencil : Reply;
  const title = editing
    ? t("actions.editing")
    : message.sender_id === other.id
      ? t("actions.replying_to", { name: other.name })
      : t("actions.replying_to_self");
  return (
    <div className="mb-2 flex animate-rise items-center gap-3 rounded-[18px] bg-sunk py-1 ps-4 pe-1">
      <Icon aria-hidden="true" size={18} className={editing ? "text-brand-ink" : "mirror text-brand-ink"} />
      <div role="status" className="min-w-0 flex-1 border-brand border-s-3 py-1 ps-3">
        <bdi className="cut font-semibold text-brand-ink text-xs">{title}</bdi>
        <bdi className="cut text-sm text-soft">
          {message.message ||
            (attachment && (attachment.kind === "file" ? attachment.name : t(`chat.${attachment.kind}`)))}
        </bdi>
      </div>
      <IconButton label={t(editing ? "actions.cancel_edit" : "actions.cancel_reply")} onClick={clear}>
        <X aria-hidden="true" size={20} />
      </IconButton>
    </div>
  );
}
