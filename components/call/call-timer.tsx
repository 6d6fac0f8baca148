"use client";

import { useEffect, useState } from "react";
import { useI18n } from "@/components/ui/i18n";

/** How long they have been talking; `since` in milliseconds of this machine's clock. */
export function CallTimer({ since }: { since: number }) {
  const { t, duration } = useI18n();
  const [now, setNow] = useState(since);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="timer" aria-label={t("call.timer")} className="tabular-nums">
      {duration((now - since) / 1000)}
    </span>
  );
}
