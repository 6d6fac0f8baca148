"use client";

import { ChevronRight, Stethoscope } from "lucide-react";
import Link from "next/link";
import { useI18n } from "@/components/ui/i18n";
import { SettingCard } from "./setting-card";

/** The way to the page that finds out why two people cannot hear each other. */
export function CallHelp() {
  const { t } = useI18n();
  return (
    <SettingCard id="call-help" title={t("settings.calls")}>
      <Link href="/settings/check" className="flex min-h-11 items-center gap-3 font-medium text-ink no-underline">
        <Stethoscope aria-hidden="true" size={20} className="text-brand-ink" />
        <span className="flex-1">{t("check.title")}</span>
        <ChevronRight aria-hidden="true" size={18} className="mirror text-soft" />
      </Link>
    </SettingCard>
  );
}
