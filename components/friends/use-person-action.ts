"use client";

import { useRef, useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { mainId } from "@/components/ui/page";
import { refusalOf } from "@/components/ui/use-attempt";

/** What was pressed went away with its row: the keyboard goes on from the page, not from its very top. */
function rescueFocus(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.getElementById(mainId)?.focus({ preventScroll: true });
  });
}

/**
 * Does one thing about a person at a time. `after` re-reads what is true, also when it was refused: somebody else
 * may have been faster. `busy` names what is under way.
 */
export function usePersonAction<A extends string>(after: () => Promise<void>) {
  const { t } = useI18n();
  const notify = useNotice();
  const [busy, setBusy] = useState<A | null>(null);
  const running = useRef(false);

  async function act(name: A, work: () => Promise<unknown>, done?: string): Promise<boolean> {
    if (running.current) return false;
    running.current = true;
    setBusy(name);
    try {
      await work();
      if (done) notify({ text: done, tone: "good" });
      return true;
    } catch (error) {
      notify({ text: refusalOf(error, t).message, tone: "bad" });
      return false;
    } finally {
      // Done: what is pressed while the truth is read again is another wish.
      running.current = false;
      await after();
      if (!running.current) setBusy(null);
      rescueFocus();
    }
  }
  return { busy, act };
}
