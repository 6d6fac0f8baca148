"use client";

import { useI18n } from "@/components/ui/i18n";
import { useNow } from "@/components/ui/use-now";

export type PresenceTextProps = { online: boolean; last_seen_at: string | null };

/** "Online", or when last: words that move on with the time. Nothing for a person who hides it. */
export function PresenceText({ online, last_seen_at }: PresenceTextProps) {
  const { t, ago } = useI18n();
  const now = useNow();
  if (online) return <span className="text-yes-ink">{t("common.online")}</span>;
  if (!last_seen_at) return null;
  return (
    // The server's clock may have stood a minute before the reader's.
    <time dateTime={last_seen_at} suppressHydrationWarning>
      {t("common.last_seen", { ago: ago(last_seen_at, now) })}
    </time>
  );
}
