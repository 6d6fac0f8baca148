"use client";

import { useCallback, useRef } from "react";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { refusalOf } from "@/components/ui/use-attempt";

/** Does one thing at a time, and says why where it could not be done. Answers whether it was. */
export function useConversationChange() {
  const { t } = useI18n();
  const notify = useNotice();
  const running = useRef(false);
  return useCallback(
    async (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
      if (running.current) return false;
      running.current = true;
      try {
        await work();
        if (done) notify({ text: done, tone: "good" });
        return true;
      } catch (error) {
        notify({ text: refusalOf(error, t).message, tone: "bad" });
        return false;
      } finally {
        running.current = false;
      }
    },
    [t, notify],
  );
}
