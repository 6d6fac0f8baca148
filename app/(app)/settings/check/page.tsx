import type { Metadata } from "next";
import { CallCheck } from "@/components/settings/call-check";
import { SettingsLink } from "@/components/settings/settings-link";
import { Page } from "@/components/ui/page";
import { createTranslator } from "@/lib/i18n/translate";
import { pageLocale, signedIn } from "@/lib/server/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: createTranslator(await pageLocale()).t("check.title") };
}

export default async function CallCheckPage() {
  await signedIn();
  const { t } = createTranslator(await pageLocale());
  return (
    <Page title={t("check.title")} back={<SettingsLink />}>
      <CallCheck />
    </Page>
  );
}
