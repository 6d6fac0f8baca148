"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useConnection } from "@/components/realtime/realtime-provider";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import type { TextKey } from "@/lib/i18n/catalogue";

/** The page of ours to which a press leads, in the place of this one; null for none. */
function leadsTo(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || link.hasAttribute("download")) return null;
  const within = link.hash !== "" && link.pathname === window.location.pathname;
  return link.origin === window.location.origin && !within ? link.pathname + link.search + link.hash : null;
}

/** How long the server may take to say that it is there, in milliseconds. */
const ANSWERS_WITHIN_MS = 5000;

/**
 * Without a network, or while the server is started anew, a link would end at the browser's own page, and what one has
 * open, be it a call, would be gone: one stays.
 */
export function useStayOffline(): void {
  const { t } = useI18n();
  const notify = useNotice();
  const router = useRouter();
  const seeking = useConnection() === "offline";
  useEffect(() => {
    const hold = (event: MouseEvent) => {
      if (navigator.onLine && !seeking) return;
      const path = leadsTo(event);
      if (path === null) return;
      event.preventDefault();
      event.stopPropagation();
      const stay = (why: TextKey) => notify({ text: t(why), tone: "bad", stay: 4000 });
      if (!navigator.onLine) return stay("common.page_offline");
      // Its sockets may be out of reach where its pages are not.
      const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
      fetch("/api/health/live", { cache: "no-store", signal }).then(
        () => router.push(path),
        () => stay("errors.network"),
      );
    };
    // Before the link itself hears of it.
    document.addEventListener("click", hold, true);
    return () => document.removeEventListener("click", hold, true);
  }, [t, notify, router, seeking]);
}
