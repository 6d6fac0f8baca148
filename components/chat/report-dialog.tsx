"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useI18n } from "@/components/ui/i18n";
import { TextareaField } from "@/components/ui/textarea-field";
import { api } from "@/lib/client/api";
import type { User } from "@/lib/contracts/users";
import { useConversationChange } from "./use-conversation-change";

type ReportDialogProps = { open: boolean; onOpenChange(open: boolean): void; person: User };

/** Tells whoever runs this server about somebody, in one's own words. */
export function ReportDialog({ open, onOpenChange, person }: ReportDialogProps) {
  const { t } = useI18n();
  const { busy, change } = useConversationChange();
  const [reason, setReason] = useState("");
  const report = async () => {
    const done = await change(() => api("POST /reports", { user_id: person.id, reason }), t("settle.reported"));
    if (done) onOpenChange(false);
  };
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={onOpenChange}
      title={t("settle.report_title", { name: person.name })}
      text={t("settle.report_text", { name: person.name })}
      confirm={t("settle.report")}
      pending={busy}
      onConfirm={() => void report()}
    >
      <TextareaField
        label={t("settle.report_reason")}
        value={reason}
        maxLength={1000}
        onChange={(event) => setReason(event.target.value)}
      />
    </ConfirmDialog>
  );
}
