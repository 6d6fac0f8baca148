"use client";

import { Dialog } from "@/components/ui/dialog";
import { useI18n } from "@/components/ui/i18n";
import type { Message } from "@/lib/contracts/chat";
import { useChat } from "./conversations-provider";
import { canTakeBack } from "./message-rules";
import { useMessageChange } from "./use-message-change";

export type MessageDialogProps = { message: Message; open: boolean; onOpenChange: (open: boolean) => void };

const choice =
  "grid min-h-13 gap-0.5 rounded-surface border border-line px-4 py-3 text-start transition-colors hover:border-no hover:bg-no-wash";

/** Asks from whose eyes a message is to go. There is no way back, and it says so. */
export function DeleteDialog({ message, open, onOpenChange }: MessageDialogProps) {
  const { t } = useI18n();
  const { me } = useChat();
  const change = useMessageChange();
  const remove = (kind: "delete" | "hide") => {
    onOpenChange(false);
    void change(message, { kind });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("actions.delete_title")}
      description={t("actions.delete_text")}
    >
      <div className="grid gap-2.5">
        {canTakeBack(message, me) && (
          <button type="button" onClick={() => remove("delete")} className={choice}>
            <span className="font-medium text-no-ink">{t("actions.delete_everyone")}</span>
            <span className="text-sm text-soft">{t("actions.delete_everyone_hint")}</span>
          </button>
        )}
        <button type="button" onClick={() => remove("hide")} className={choice}>
          <span className="font-medium text-no-ink">{t("actions.delete_me")}</span>
          <span className="text-sm text-soft">{t("actions.delete_me_hint")}</span>
        </button>
      </div>
    </Dialog>
  );
}
