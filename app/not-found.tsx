import type { Metadata } from "next";
import { CallBar } from "@/components/call/call-bar";
import { MissingPage } from "@/components/shell/missing-page";
import { createTranslator } from "@/lib/i18n/translate";
import { currentSession, pageLocale } from "@/lib/server/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: createTranslator(await pageLocale()).t("common.not_found.title") };
}

/** An address that leads nowhere stands outside the frame; a running call is shown all the same. */
export default async function NotFound() {
  return (
    <>
      {(await currentSession()) && <CallBar />}
      <MissingPage />
    </>
  );
}
