import type { Metadata } from "next";
import { headers } from "next/headers";
import { PreferenceCorner } from "@/components/auth/preference-corner";
import { CallBar } from "@/components/call/call-bar";
import { ApiReference } from "@/components/docs/api-reference";
import { buttonClass } from "@/components/ui/button";
import { Mark } from "@/components/ui/mark";
import { Main } from "@/components/ui/page";
import { catalogueOf } from "@/lib/i18n/translate";
import { originOf } from "@/lib/server/caller";
import { openApiDocument } from "@/lib/server/openapi/route";
import { currentSession, pageLocale } from "@/lib/server/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: catalogueOf(await pageLocale()).docs.title };
}

/** The REST API, for whoever writes a program: open to all, and drawn by this server alone. */
export default async function ApiDocsPage() {
  const [session, locale, asked] = await Promise.all([currentSession(), pageLocale(), headers()]);
  const { docs } = catalogueOf(locale);
  const document = openApiDocument(originOf(Object.fromEntries(asked)));
  return (
    <>
      {session && <CallBar />}
      <header className="border-line border-b bg-[radial-gradient(110%_120%_at_50%_0,var(--brand-wash),var(--paper))]">
        <div className="mx-auto flex w-full max-w-[1400px] flex-wrap items-center gap-x-4 gap-y-2 px-4 py-4 sm:px-6">
          <Mark size={36} className="text-brand" />
          <div className="min-w-0 flex-1 max-sm:min-w-[70%]">
            <h1 className="font-semibold text-xl">{docs.title}</h1>
            <p className="text-sm text-soft">
              <bdi dir="ltr">
                <code className="break-all">{document.servers[0]?.url}</code>
              </bdi>
            </p>
          </div>
          <a href="/api/openapi.json" className={buttonClass("soft")}>
            {docs.document}
          </a>
          <PreferenceCorner />
        </div>
      </header>
      <Main>
        <ApiReference document={document} words={docs} />
      </Main>
    </>
  );
}
