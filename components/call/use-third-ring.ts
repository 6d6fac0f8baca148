"use client";

import { useSignedIn } from "@/components/realtime/realtime-provider";
import { useEvent } from "@/components/realtime/use-event";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { useCall } from "./call-context";

/** Says quietly that a third person has called in vain while one talks: what rings here is the first call alone. */
export function useThirdRing(): void {
  const { t } = useI18n();
  const { state } = useCall();
  const me = useSignedIn();
  const notify = useNotice();
  useEvent("message.sent", ({ call }) => {
    if (state.phase === "idle" || state.phase === "ended" || call?.end_reason !== "busy") return;
    if (call.callee.id !== me.id) return;
    notify(t("call.missed_from", { name: call.caller.name }));
  });
}
