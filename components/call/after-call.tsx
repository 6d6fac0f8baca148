"use client";

import { MicOff, PhoneOff, X } from "lucide-react";
import Link from "next/link";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import type { CallState, Outcome } from "@/lib/client/call-client-state";
import type { Translator } from "@/lib/i18n/translator";
import { useCall } from "./call-context";

type Ended = Extract<CallState, { phase: "ended" }>;

function wordsFor(outcome: Outcome, name: string, t: Translator["t"]): string {
  switch (outcome.kind) {
    case "elsewhere":
      return t("call.elsewhere");
    case "microphone":
      return t(`call.microphone.${outcome.problem}`);
    case "other_microphone":
      return t("call.microphone.other_side", { name });
    case "no_path":
      return t("call.no_path.ended");
    case "refused":
      return outcome.message || t("call.unreachable");
    default:
      return t(`call.ended.${outcome.kind}`);
  }
}

/** How the call ended, for some seconds. */
export function AfterCall({ ended }: { ended: Ended }) {
  const { t } = useI18n();
  const { dismiss } = useCall();
  const { outcome, person } = ended;
  const Icon = outcome.kind === "microphone" || outcome.kind === "other_microphone" ? MicOff : PhoneOff;
  return (
    <section
      aria-label={person.name}
      className="fixed inset-x-3 top-[calc(76px+env(safe-area-inset-top))] z-50 mx-auto flex max-w-[400px] animate-rise items-center gap-3 rounded-surface border border-line bg-surface ps-4 pe-1.5 shadow-float"
    >
      <Icon aria-hidden="true" size={20} className="text-soft" />
      <div className="min-w-0 flex-1 py-2.5 leading-snug">
        <p className="text-sm text-soft">
          <bdi className="cut">{person.name}</bdi>
        </p>
        <p role="status">{wordsFor(outcome, person.name, t)}</p>
        {(outcome.kind === "no_path" || outcome.kind === "failed") && (
          <Link
            href="/settings/check"
            onClick={dismiss}
            className="inline-flex min-h-11 items-center font-medium text-sm"
          >
            {t("check.why")}
          </Link>
        )}
      </div>
      <IconButton label={t("common.dismiss")} onClick={dismiss}>
        <X aria-hidden="true" size={18} />
      </IconButton>
    </section>
  );
}
