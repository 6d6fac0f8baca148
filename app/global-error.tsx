"use client";

import "./globals.css";
import { buttonClass } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { common as ar } from "@/lib/i18n/ar/common";
import { common as en } from "@/lib/i18n/en/common";
import { directionOf, isLocale } from "@/lib/i18n/locale";

/** The root layout itself failed: no provider stands above, so the language is what the page had, else Arabic. */
export default function GlobalError({ reset }: { error: Error; reset: () => void }) {
  const spoken = typeof document === "undefined" ? "" : document.documentElement.lang;
  const locale = isLocale(spoken) ? spoken : "ar";
  const { crash } = { ar, en }[locale];
  return (
    <html lang={locale} dir={directionOf(locale)}>
      <body>
        <title>{crash.title}</title>
        <main className="grid min-h-dvh content-center">
          <EmptyState
            drawing="error"
            level={1}
            title={crash.title}
            text={crash.text}
            action={
              <button type="button" className={buttonClass("primary")} onClick={reset}>
                {crash.action}
              </button>
            }
          />
        </main>
      </body>
    </html>
  );
}
