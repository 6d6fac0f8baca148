"use client";

import { useI18n } from "@/components/ui/i18n";
import { Switch } from "@/components/ui/switch";
import { BlockedPeople, type BlockedPeopleProps } from "./blocked-people";
import { SettingCard } from "./setting-card";
import { useAccountSwitch } from "./use-account-switch";

type PrivacyProps = {
  hidden: boolean;
  relayOnly: boolean;
  /** whether this server has a relay to send calls through */
  hasRelay: boolean;
  blocked: BlockedPeopleProps["initial"];
};

/** Who may see when one is here and from where one calls, and whom one has shut out. */
export function Privacy({ hidden, relayOnly, hasRelay, blocked }: PrivacyProps) {
  const { t } = useI18n();
  const [hides, hide] = useAccountSwitch("hide_presence", hidden);
  const [relays, relay] = useAccountSwitch("relay_only", relayOnly);
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
