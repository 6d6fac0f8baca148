"use client";

import clsx from "clsx";
import { Star } from "lucide-react";
import { useI18n } from "@/components/ui/i18n";
import { ClockTime } from "@/components/ui/moments";
import type { TextRow } from "./rows";
import { Ticks } from "./ticks";

/** "bare": beside emoji without a frame; "alone": under a file without words. */
type MetaProps = { row: TextRow; starred: boolean; look: "framed" | "bare" | "alone" };

/** When, and how far, edited or starred. It flows after the last word, at the end of the text's own direction. */
export function BubbleMeta({ row, starred, look }: MetaProps) {
  const { t } = useI18n();
  const edited = row.message?.edited_at != null;
  const gone = row.message?.deleted_at != null;
  const state = row.state && !gone && <span className="sr-only">{t(`chat.state.${row.state}`)}</span>;
  if (!row.tells && !starred && !edited)
    return (
      <span className="sr-only">
        {" "}
        <ClockTime at={row.at} /> {state}
      </span>
    );
  return (
    <span
      className={clsx(
        "ms-2.5 select-none text-soft text-xs leading-none",
        look === "bare" ? "inline-block" : "float-end",
        look === "framed" && "mt-[0.6em]",
        look === "alone" && "mb-0.5",
      )}
    >
      <span dir="ltr" className="flex items-center gap-1">
        {starred && <Star role="img" aria-label={t("actions.starred")} size={12} className="fill-current" />}
        {edited && <span>{t("actions.edited")}</span>}
        <ClockTime at={row.at} />
        {row.state && !gone && <Ticks state={row.state} />}
      </span>
      {state}
    </span>
  );
}
