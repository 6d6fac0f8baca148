"use client";

import { Search, SlidersHorizontal } from "lucide-react";
import Link from "next/link";
import { useI18n } from "@/components/ui/i18n";
import { iconButtonClass } from "@/components/ui/icon-button";

/** The two places the phone's bar has no room for; stands in the `actions` of a page heading, on phones alone. */
export function QuickLinks() {
  const { t } = useI18n();
  return (
    <>
      <Link href="/search" aria-label={t("nav.search")} className={iconButtonClass("quiet", "medium", "md:hidden")}>
        <Search />
      </Link>
      <Link href="/settings" aria-label={t("nav.settings")} className={iconButtonClass("quiet", "medium", "md:hidden")}>
        <SlidersHorizontal />
      </Link>
    </>
  );
}
