"use client";

import clsx from "clsx";
import { CloudOff, RefreshCw } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { useI18n } from "./i18n";

export type BannerProps = { tone?: "brand" | "amber"; icon?: ReactNode; children: ReactNode; action?: ReactNode };

const tones = { brand: "bg-brand-wash text-brand-ink", amber: "bg-amber-wash text-amber" };

/** A slim line across the page, above what it speaks of. */
function Banner({ tone = "brand", icon, children, action }: BannerProps) {
  return (
    <div
      className={clsx(
        "flex min-h-11 animate-fade items-center justify-center gap-2.5 px-4 py-2 text-center text-sm leading-snug",
        tones[tone],
      )}
    >
      {icon}
      <span>{children}</span>
      {action}
    </div>
  );
}

function watch(changed: () => void) {
  window.addEventListener("online", changed);
  window.addEventListener("offline", changed);
  return () => {
    window.removeEventListener("online", changed);
    window.removeEventListener("offline", changed);
  };
}

/** Whether the browser has a network at all; true while rendering on the server. */
function useOnline(): boolean {
  return useSyncExternalStore(
    watch,
    () => navigator.onLine,
    () => true,
  );
}

/** Says that the network is gone, or that the server is being sought. Its live region is always there. */
export function OfflineBanner({ reconnecting = false }: { reconnecting?: boolean }) {
  const { t } = useI18n();
  const online = useOnline();
  return (
    <div aria-live="polite">
      {!online ? (
        <Banner tone="amber" icon={<CloudOff aria-hidden="true" size={18} />}>
          {t("common.banner.offline")}
        </Banner>
      ) : reconnecting ? (
        <Banner tone="brand" icon={<RefreshCw aria-hidden="true" size={18} />}>
          {t("common.banner.reconnecting")}
        </Banner>
      ) : null}
    </div>
  );
}
