"use client";

import { useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { refusalOf } from "@/components/ui/use-attempt";
import { useJumpTo } from "./jump";

/** `/chat/1?seq=7` leads to the seventh message; then the address is the conversation's own again. */
export function JumpFromAddress() {
  const seq = Number(useSearchParams().get("seq"));
  const jumpTo = useJumpTo();
  const notify = useNotice();
  const { t } = useI18n();
  useEffect(() => {
    if (!Number.isInteger(seq) || seq < 1) return;
    window.history.replaceState(null, "", window.location.pathname);
    jumpTo(seq).then(
      (sought) => {
        if (sought === "gone") notify(t("actions.gone"));
      },
      (error: unknown) => notify({ text: refusalOf(error, t).message, tone: "bad" }),
    );
  }, [seq, jumpTo, notify, t]);
  return null;
}
