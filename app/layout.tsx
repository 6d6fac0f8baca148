import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { CallProvider } from "@/components/call/call-provider";
import { RealtimeProvider } from "@/components/realtime/realtime-provider";
import { I18nProvider } from "@/components/ui/i18n";
import { NoticeProvider } from "@/components/ui/notice";
import { directionOf } from "@/lib/i18n/locale";
import { catalogueOf } from "@/lib/i18n/translate";
import { currentSession, pageLocale } from "@/lib/server/page";
import { resources } from "@/lib/server/resources";
import { fontClass } from "./fonts";

export async function generateMetadata(): Promise<Metadata> {
  const { common } = catalogueOf(await pageLocale());
  return { title: common.app_name, description: common.tagline };
}

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  viewportFit: "cover",
  // The keyboard of a phone makes the page smaller instead of covering the composer.
  interactiveWidget: "resizes-content",
};

/** Language, theme and, for whoever is signed in, the one notification socket and the call layer of every page. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [session, locale, jar] = await Promise.all([currentSession(), pageLocale(), cookies()]);
  const theme = jar.get("nida-theme")?.value;
  return (
    <html
      lang={locale}
      dir={directionOf(locale)}
      className={fontClass}
      data-theme={theme === "light" || theme === "dark" ? theme : undefined}
    >
      <body>
        <I18nProvider locale={locale} catalogue={catalogueOf(locale)}>
          <NoticeProvider>
            {session ? (
              <RealtimeProvider me={session.me} url={resources().settings.socketUrl ?? ""}>
                <CallProvider>{children}</CallProvider>
              </RealtimeProvider>
            ) : (
              children
            )}
          </NoticeProvider>
        </I18nProvider>
      </body>
    </html>
  );
}
