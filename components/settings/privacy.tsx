"use client";

import { useState } from "react";
import { useEvent } from "@/components/realtime/use-event";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { Switch } from "@/components/ui/switch";
import { useAttempt } from "@/components/ui/use-attempt";
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
  const { pending, attempt } = useAttempt();
  useEvent("me.updated", (me) => setShown(!me.hide_presence));

  async function show(next: boolean) {
    if (pending) return;
    setShown(next);
    const saved = await attempt(() => api.patch<Me>("/me", { hide_presence: !next }));
    if (saved) return notify({ text: t("settings.saved"), tone: "good" });
    setShown(!next);
    notify({ text: t("errors.internal"), tone: "bad" });
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
