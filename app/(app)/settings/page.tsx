import type { Metadata } from "next";
import { cookies } from "next/headers";
import { Account } from "@/components/settings/account";
import { Appearance } from "@/components/settings/appearance";
import { CallHelp } from "@/components/settings/call-help";
import { PasswordForm } from "@/components/settings/password-form";
import { Privacy } from "@/components/settings/privacy";
import { Sessions } from "@/components/settings/sessions";
import { Sound } from "@/components/settings/sound";
import { Page } from "@/components/ui/page";
import { preferenceCookies, themeOf } from "@/lib/client/preferences";
import type { Me } from "@/lib/contracts/users";
import { iceServers } from "@/lib/domain/calls";
import { listBlocks } from "@/lib/domain/friends";
import { listSessions } from "@/lib/domain/users";
import { createTranslator } from "@/lib/i18n/translate";
import { pageLocale, signedIn } from "@/lib/server/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: createTranslator(await pageLocale()).t("settings.title") };
}

function privacyOf({ hide_presence, hide_receipts, relay_only }: Me) {
  return { hide_presence, hide_receipts, relay_only };
}

export default async function SettingsPage() {
  const { run, me } = await signedIn();
  const { t } = createTranslator(await pageLocale());
  const [blocked, sessions, ice, jar] = await Promise.all([
    run(listBlocks, {}),
    run(listSessions, {}),
    run(iceServers, {}),
    cookies(),
  ]);
  const hasRelay = ice.ice_servers.some(({ urls }) => urls.some((url) => url.startsWith("turn")));
  return (
    <Page title={t("settings.title")}>
      <div className="grid gap-2">
        <Appearance initialTheme={themeOf(jar.get(preferenceCookies.theme)?.value)} />
        <Sound />
        <Privacy {...privacyOf(me)} hasRelay={hasRelay} blocked={blocked.items} />
        <CallHelp />
        <Sessions initial={sessions} />
        <PasswordForm username={me.username} />
        <Account />
      </div>
    </Page>
  );
}
