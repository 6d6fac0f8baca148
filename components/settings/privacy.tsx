"use client";

import { useI18n } from "@/components/ui/i18n";
import { Switch } from "@/components/ui/switch";
import type { Me } from "@/lib/contracts/users";
import { BlockedPeople, type BlockedPeopleProps } from "./blocked-people";
import { SettingCard } from "./setting-card";
import { useAccountSwitch } from "./use-account-switch";

type PrivacyProps = Pick<Me, "hide_presence" | "hide_receipts" | "relay_only"> & {
  /** whether this server has a relay to send calls through */
  hasRelay: boolean;
  blocked: BlockedPeopleProps["initial"];
};

/** Who may see when one is here, what one has read and from where one calls, and whom one has shut out. */
export function Privacy({ hide_presence, hide_receipts, relay_only, hasRelay, blocked }: PrivacyProps) {
  const { t } = useI18n();
  const [hides, hide] = useAccountSwitch("hide_presence", hide_presence);
  const [hidesReading, hideReading] = useAccountSwitch("hide_receipts", hide_receipts);
  const [relays, relay] = useAccountSwitch("relay_only", relay_only);
  const relayHint = hasRelay ? "relay_only_hint" : relays ? "relay_only_gone" : "relay_only_absent";
  return (
    <SettingCard id="privacy" title={t("settings.privacy")}>
      <Switch
        label={t("settings.show_presence")}
        hint={t("settings.show_presence_hint")}
        checked={!hides}
        onCheckedChange={(shown) => hide(!shown)}
      />
      <Switch
        label={t("settings.show_receipts")}
        hint={t("settings.show_receipts_hint")}
        checked={!hidesReading}
        onCheckedChange={(shown) => hideReading(!shown)}
      />
      <Switch
        label={t("settings.relay_only")}
        hint={t(`settings.${relayHint}`)}
        checked={relays}
        onCheckedChange={relay}
        // What cannot be turned on can still be turned off.
        disabled={!hasRelay && !relays}
      />
      <BlockedPeople initial={blocked} />
    </SettingCard>
  );
}
