"use client";

import { useEffect } from "react";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";

/** Whether a press leads to a page of ours, in the place of this one. */
function leadsAway(event: MouseEvent): boolean {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || link.hasAttribute("download")) return false;
  const within = link.hash !== "" && link.pathname === window.location.pathname;
  return link.origin === window.location.origin && !within;
}

/** Without a network a link would end at the browser's own page, and what one has open would be gone: one stays. */
export function useStayOffline(): void {
  const { t } = useI18n();
  const notify = useNotice();
  useEffect(() => {
    const hold = (event: MouseEvent) => {
      if (navigator.onLine || !leadsAway(event)) return;
      event.preventDefault();
      event.stopPropagation();
      notify({ text: t("common.page_offline"), tone: "bad", stay: 4000 });
    };
    // Before the link itself hears of it.
    document.addEventListener("click", hold, true);
    return () => document.removeEventListener("click", hold, true);
  }, [t, notify]);
}
