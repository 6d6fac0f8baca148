import "./globals.css";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { CallProvider } from "@/components/call/call-provider";
import { RealtimeProvider } from "@/components/realtime/realtime-provider";
import { I18nProvider } from "@/components/ui/i18n";
import { NoticeProvider } from "@/components/ui/notice";
import { issueTicket } from "@/lib/domain/channels";
import { directionOf } from "@/lib/i18n/locale";
import { catalogueOf } from "@/lib/i18n/translate";
import { currentSession, type PageSession, pageLocale } from "@/lib/server/page";
import { resources } from "@/lib/server/resources";
import { fontClass } from "./fonts";

export async function generateMetadata(): Promise<Metadata> {
  const { common } = catalogueOf(await pageLocale());
  return { title: common.app_name, description: common.tagline };
}

/** --paper of globals.css, for the bars of browsers and phones, which read no styles. */
const paper = { light: "#fbfaf6", dark: "#0f141d" };

export async function generateViewport(): Promise<Viewport> {
  const theme = chosenTheme(await cookies());
  return {
    width: "device-width",
    initialScale: 1,
    viewportFit: "cover",
    // The keyboard of a phone makes the page smaller instead of covering the composer.
    interactiveWidget: "resizes-content",
    themeColor: theme
      ? paper[theme]
      : (["light", "dark"] as const).map((one) => ({ media: `(prefers-color-scheme: ${one})`, color: paper[one] })),
  };
}

/** What the person chose; undefined: as their system has it. */
function chosenTheme(jar: Awaited<ReturnType<typeof cookies>>): "light" | "dark" | undefined {
  const theme = jar.get("nida-theme")?.value;
  return theme === "light" || theme === "dark" ? theme : undefined;
}

/** Where the sockets are, if elsewhere, and what opens the first of them: brought along, it costs no round trip. */
async function socketHost(session: PageSession | null): Promise<{ url: string; ticket: string | null }> {
  const { socketUrl } = resources().settings;
  if (!session || !socketUrl) return { url: "", ticket: null };
  const issued = await session.run(issueTicket, {}).catch(() => null);
  return { url: socketUrl, ticket: issued?.ticket ?? null };
}

/** Language, theme and, for whoever is signed in, the one notification socket and the call layer of every page. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [session, locale, jar] = await Promise.all([currentSession(), pageLocale(), cookies()]);
  return (
    <html lang={locale} dir={directionOf(locale)} className={fontClass} data-theme={chosenTheme(jar)}>
      <body>
        <I18nProvider locale={locale} catalogue={catalogueOf(locale)}>
          <NoticeProvider>
            {session ? (
              <RealtimeProvider key={session.me.id} me={session.me} {...(await socketHost(session))}>
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
