"use client";

import { useSignedIn } from "@/components/realtime/realtime-provider";
import { useEvent } from "@/components/realtime/use-event";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";

/** Says quietly who called while the person was in another call, which hears nothing of it. */
export function useMissedNote(): void {
  const { t } = useI18n();
  const notify = useNotice();
  const { id } = useSignedIn();
  useEvent("call.ended", ({ call }) => {
    if (call.callee.id !== id || call.end_reason !== "busy") return;
    notify(t("call.missed_from", { name: call.caller.name }));
  });
}
