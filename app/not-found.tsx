import type { Metadata } from "next";
import Link from "next/link";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Main } from "@/components/ui/page";
import { createTranslator } from "@/lib/i18n/translate";
import { pageLocale } from "@/lib/server/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: createTranslator(await pageLocale()).t("common.not_found.title") };
}

export default async function NotFound() {
  const { t } = createTranslator(await pageLocale());
  return (
    <Main className="grid min-h-[70dvh] content-center overflow-y-auto">
      <EmptyState
        drawing="nothing"
        level={1}
        title={t("common.not_found.title")}
        text={t("common.not_found.text")}
        action={
          <Link href="/chat" className={buttonClass("primary")}>
            {t("common.not_found.action")}
          </Link>
        }
      />
    </Main>
  );
}
