"use client";

import { useI18n } from "@/components/ui/i18n";
import { useChat } from "./conversations-provider";
import type { TextRow } from "./rows";

const link = "min-h-11 px-2 font-medium underline-offset-3 hover:underline md:min-h-8";

/** Under a message that the server refused: its sentence, and the two ways on. */
export function Unsent({ row }: { row: TextRow }) {
  const { t } = useI18n();
  const { outbox } = useChat();
  const why = (failure: TextRow["failure"]) =>
    failure?.code === "storage_full" ? t("chat.server_full") : failure?.message || t("chat.state.failed");
  const retry = () => {
    const entry = outbox.store.getState().entries.find((one) => one.client_id === row.clientId);
    if (entry?.reply_to_id === undefined || entry.failure?.code !== "validation_failed")
      return outbox.retry(row.clientId);
    // What it answers is gone: the words go without it.
    outbox.discard(entry.client_id);
    outbox.add(entry.conversation_id, entry.text, entry.file && { file: entry.file });
  };
  return (
    <div className="mt-0.5 flex max-w-full flex-wrap items-center justify-end text-sm">
      <span className="w-full px-2 text-end text-no-ink">{why(row.failure)}</span>
      <button type="button" className={`${link} text-brand-ink`} onClick={retry}>
        {t("chat.retry")}
      </button>
      <button type="button" className={`${link} text-soft`} onClick={() => outbox.discard(row.clientId)}>
        {t("chat.discard")}
      </button>
    </div>
  );
}
