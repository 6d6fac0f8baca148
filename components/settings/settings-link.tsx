"use client";

import { ChevronLeft } from "lucide-react";
import Link from "next/link";
import { useI18n } from "@/components/ui/i18n";

/** From a page of the settings back to all of them. */
export function SettingsLink() {
  const { t } = useI18n();
  return (
    <Link
      href="/settings"
      aria-label={t("common.back")}
      className="-ms-3 grid size-11 shrink-0 place-items-center rounded-surface text-soft hover:bg-sunk hover:text-ink"
    >
      <ChevronLeft aria-hidden="true" className="mirror" />
    </Link>
  );
}
