"use client";

import { ChevronDown } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { useI18n } from "@/components/ui/i18n";

/** The way back to the newest message, with how many have come since. */
export function JumpToLatest({ count, onJump }: { count: number; onJump: () => void }) {
  const { t } = useI18n();
  return (
    <button
      type="button"
      onClick={onJump}
      title={t("chat.jump_to_latest")}
      className="absolute end-4 bottom-3 grid size-12 animate-pop place-items-center rounded-full border border-line bg-surface text-soft shadow-float transition-colors hover:text-ink"
    >
      <span className="sr-only">{t("chat.jump_to_latest")} </span>
      <ChevronDown aria-hidden="true" />
      <span className="absolute -top-2">
        <Badge count={count} label={t("chat.new_messages", { count })} />
      </span>
    </button>
  );
}
