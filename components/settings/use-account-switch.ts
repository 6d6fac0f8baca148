"use client";

import { useRef, useState } from "react";
import { useEvent } from "@/components/realtime/use-event";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { refusalOf } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";

/** A yes or no of one's account: switches at once, and however fast it is pressed, what was wished last is sent last. */
export function useAccountSwitch(field: "hide_presence" | "hide_receipts" | "relay_only", initial: boolean) {
  const { t } = useI18n();
  const notify = useNotice();
  const [on, setOn] = useState(initial);
  const wished = useRef(initial);
  const known = useRef(initial);
  const sending = useRef(false);
  useEvent("me.updated", (me) => {
    known.current = me[field];
    if (!sending.current) setOn(known.current);
  });

  async function change(next: boolean) {
    setOn(next);
    wished.current = next;
    if (sending.current) return;
    sending.current = true;
    try {
      do {
        const wish = wished.current;
        await api("PATCH /me", { [field]: wish });
        known.current = wish;
      } while (known.current !== wished.current);
      notify({ text: t("settings.saved"), tone: "good" });
    } catch (error) {
      setOn(known.current);
      const refusal = refusalOf(error, t);
      notify({ text: refusal.fields[field]?.[0] ?? refusal.message, tone: "bad" });
    } finally {
      sending.current = false;
    }
  }
  return [on, change] as const;
}
