"use client";

import { useCallback, useRef, useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { refusalOf } from "@/components/ui/use-attempt";

/**
 * `change` does one thing after the other, in the order in which they were wished, and says why where one could not be
 * done; it answers whether it was. `busy` while there is something to do.
 */
export function useConversationChange() {
  const { t } = useI18n();
  const notify = useNotice();
  const [waiting, setWaiting] = useState(0);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const change = useCallback(
    (work: () => Promise<unknown>, done?: string): Promise<boolean> => {
      const run = async () => {
        try {
          await work();
          if (done) notify({ text: done, tone: "good" });
          return true;
        } catch (error) {
          notify({ text: refusalOf(error, t).message, tone: "bad" });
          return false;
        } finally {
          setWaiting((count) => count - 1);
        }
      };
      setWaiting((count) => count + 1);
      const mine = last.current.then(run);
      last.current = mine;
      return mine;
    },
    [t, notify],
  );
  return { busy: waiting > 0, change };
}
