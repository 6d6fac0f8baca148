import type { Metadata } from "next";
import { OwnProfile } from "@/components/profile/own-profile";
import { QuickLinks } from "@/components/shell/quick-links";
import { Page } from "@/components/ui/page";
import { createTranslator } from "@/lib/i18n/translate";
import { pageLocale, signedIn } from "@/lib/server/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: createTranslator(await pageLocale()).t("profile.title") };
}

export default async function OwnProfilePage() {
  const { me } = await signedIn();
  const { t } = createTranslator(await pageLocale());
  return (
    <Page title={t("profile.title")} actions={<QuickLinks />}>
      <OwnProfile initial={me} />
    </Page>
  );
}
