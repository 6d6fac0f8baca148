"use client";

import { useRef, useState } from "react";
import { useEvent } from "@/components/realtime/use-event";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { Switch } from "@/components/ui/switch";
import { refusalOf } from "@/components/ui/use-attempt";
import { api } from "@/lib/client/api";
import type { Me } from "@/lib/contracts/users";
import { BlockedPeople, type BlockedPeopleProps } from "./blocked-people";
import { SettingCard } from "./setting-card";

type PrivacyProps = { hidden: boolean; blocked: BlockedPeopleProps["initial"] };

/** Who may see when one is here, and whom one has shut out. */
export function Privacy({ hidden, blocked }: PrivacyProps) {
  const { t } = useI18n();
  const notify = useNotice();
  const [shown, setShown] = useState(!hidden);
  const wished = useRef(!hidden);
  const known = useRef(!hidden);
  const sending = useRef(false);
  useEvent("me.updated", (me) => {
    known.current = !me.hide_presence;
    if (!sending.current) setShown(known.current);
  });

  /** Switches at once; however fast it is pressed, what was wished last is what is sent last. */
  async function show(next: boolean) {
    setShown(next);
    wished.current = next;
    if (sending.current) return;
    sending.current = true;
    try {
      do {
        const wish = wished.current;
        await api.patch<Me>("/me", { hide_presence: !wish });
        known.current = wish;
      } while (known.current !== wished.current);
      notify({ text: t("settings.saved"), tone: "good" });
    } catch (error) {
      setShown(known.current);
      notify({ text: refusalOf(error, t).message, tone: "bad" });
    } finally {
      sending.current = false;
    }
  }

  return (
    <SettingCard id="privacy" title={t("settings.privacy")}>
      <Switch
        label={t("settings.show_presence")}
        hint={t("settings.show_presence_hint")}
        checked={shown}
        onCheckedChange={show}
      />
      <BlockedPeople initial={blocked} />
    </SettingCard>
  );
}
