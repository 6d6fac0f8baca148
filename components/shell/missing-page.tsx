"use client";

import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useI18n } from "@/components/ui/i18n";
import { Main } from "@/components/ui/page";

/** What stands where nothing is, or nothing that this person may see. */
export function MissingPage() {
  const { t } = useI18n();
  return (
    <Main className="grid min-h-[70dvh] content-center overflow-y-auto">
      <EmptyState
        drawing="nothing"
        level={1}
        title={t("common.not_found.title")}
        text={t("common.not_found.text")}
        action={
          <Link href="/chat" className={buttonClass("primary")}>
            {t("common.not_found.action")}
          </Link>
        }
      />
    </Main>
  );
}
