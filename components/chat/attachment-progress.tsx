"use client";

import clsx from "clsx";
import { X } from "lucide-react";
import { useStore } from "zustand";
import { useI18n } from "@/components/ui/i18n";
import { useChat } from "./conversations-provider";

const ROUND = 2 * Math.PI * 20;

/** How far a file has got, as a ring around the way to cancel it. */
export function AttachmentProgress({ clientId, name, over }: { clientId: string; name: string; over?: true }) {
  const { t } = useI18n();
  const { outbox } = useChat();
  const share = useStore(outbox.store, ({ progress }) => progress[clientId] ?? 0);
  return (
    <span className="relative grid size-12 shrink-0 place-items-center">
      <svg
        role="progressbar"
        aria-label={t("files.sending", { name })}
        aria-valuenow={Math.round(share * 100)}
        viewBox="0 0 48 48"
        className="-rotate-90 pointer-events-none absolute inset-0 size-12"
      >
        <circle
          cx="24"
          cy="24"
          r="20"
          fill="none"
          strokeWidth="3"
          className={over ? "stroke-white/30" : "stroke-line"}
        />
        <circle
          cx="24"
          cy="24"
          r="20"
          fill="none"
          strokeWidth="3"
          strokeLinecap="round"
          strokeDasharray={`${Math.max(0.03, share) * ROUND} ${ROUND}`}
          className={clsx("transition-[stroke-dasharray]", over ? "stroke-white" : "stroke-brand")}
        />
      </svg>
      <button
        type="button"
        aria-label={t("files.cancel")}
        title={t("files.cancel")}
        onClick={() => outbox.discard(clientId)}
        className={clsx(
          "grid size-11 place-items-center rounded-full transition-colors",
          over ? "bg-black/45 text-white hover:bg-black/60" : "text-brand-ink hover:bg-brand-wash",
        )}
      >
        <X aria-hidden="true" size={20} />
      </button>
    </span>
  );
}
