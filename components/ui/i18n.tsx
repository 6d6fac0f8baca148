"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { Catalogue } from "@/lib/i18n/catalogue";
import type { Locale } from "@/lib/i18n/locale";
import { ago } from "@/lib/i18n/relative-time";
import { duration } from "@/lib/i18n/time";
import { type Translator, translatorFor } from "@/lib/i18n/translator";

export type I18n = Translator & {
  /** «منذ 5 دقائق». `now` defaults to this moment; pass the ticking one of a live list. */
  ago(at: Date | string | number, now?: Date | number): string;
  /** Seconds as `mm:ss`. */
  duration(seconds: number): string;
};

const I18nContext = createContext<I18n | null>(null);

export type I18nProviderProps = { locale: Locale; catalogue: Catalogue; children: ReactNode };

/** Gives the language of the page to everything below; only the active catalogue travels to the browser. */
export function I18nProvider({ locale, catalogue, children }: I18nProviderProps) {
  const value = useMemo<I18n>(
    () => ({
      ...translatorFor(locale, catalogue),
      ago: (at, now = Date.now()) => ago(at, now, locale),
      duration,
    }),
    [locale, catalogue],
  );
  return <I18nContext value={value}>{children}</I18nContext>;
}

export function useI18n(): I18n {
  const value = useContext(I18nContext);
  if (!value) throw new Error("useI18n needs an I18nProvider above it");
  return value;
}
