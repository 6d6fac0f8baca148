import type { Metadata } from "next";
import { CallHistory } from "@/components/call/call-history";
import { QuickLinks } from "@/components/shell/quick-links";
import { Page } from "@/components/ui/page";
import { listCalls } from "@/lib/domain/calls";
import { createTranslator } from "@/lib/i18n/translate";
import { pageLocale, signedIn } from "@/lib/server/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: createTranslator(await pageLocale()).t("call.title") };
}

export default async function CallsPage() {
  const [{ run }, locale] = await Promise.all([signedIn(), pageLocale()]);
  const [all, missed] = await Promise.all([run(listCalls, {}), run(listCalls, { filter: "missed" })]);
  return (
    <Page title={createTranslator(locale).t("call.title")} actions={<QuickLinks />}>
      <CallHistory initial={{ all, missed }} />
    </Page>
  );
}
