"use client";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useI18n } from "@/components/ui/i18n";
import { Main } from "@/components/ui/page";

/** A page that failed; the socket and a running call above it live on. */
export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  const { t } = useI18n();
  return (
    <Main className="grid min-h-[70dvh] content-center overflow-y-auto">
      <EmptyState
        drawing="error"
        level={1}
        title={t("common.crash.title")}
        text={t("common.crash.text")}
        action={<Button onClick={reset}>{t("common.crash.action")}</Button>}
      />
    </Main>
  );
}
