"use client";

import { useI18n } from "@/components/ui/i18n";
import { useChat } from "./conversations-provider";
import type { TextRow } from "./rows";

const link = "min-h-11 px-2 font-medium underline-offset-3 hover:underline md:min-h-8";

/** Under a message that the server refused: its sentence, and the two ways on. */
export function Unsent({ row }: { row: TextRow }) {
  const { t } = useI18n();
  const { outbox } = useChat();
  return (
    <div className="mt-0.5 flex max-w-full flex-wrap items-center justify-end text-sm">
      <span className="w-full px-2 text-end text-no-ink">{row.failure || t("chat.state.failed")}</span>
      <button type="button" className={`${link} text-brand-ink`} onClick={() => outbox.retry(row.clientId)}>
        {t("chat.retry")}
      </button>
      <button type="button" className={`${link} text-soft`} onClick={() => outbox.discard(row.clientId)}>
        {t("chat.discard")}
      </button>
    </div>
  );
}
