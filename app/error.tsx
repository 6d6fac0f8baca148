"use client";

import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { useI18n } from "@/components/ui/i18n";
import { Main } from "@/components/ui/page";

/**
 * A page that failed; the socket and a running call above it live on. Code that did not come (a line that broke, a server
 * that was being restarted or renewed) is never asked for again by this page: only a fresh one gets it.
 */
export default function ErrorPage({ error, reset }: { error: Error; reset: () => void }) {
  const { t } = useI18n();
  const again = () => (error.name === "ChunkLoadError" ? window.location.reload() : reset());
  return (
    <Main className="grid min-h-[70dvh] content-center overflow-y-auto">
      <EmptyState
        drawing="error"
        level={1}
        title={t("common.crash.title")}
        text={t("common.crash.text")}
        action={<Button onClick={again}>{t("common.crash.action")}</Button>}
      />
    </Main>
  );
}
