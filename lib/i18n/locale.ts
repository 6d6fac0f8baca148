export const locales = ["ar", "en"] as const;
export type Locale = (typeof locales)[number];

/** Narrows any outside value (cookie, header, database column) to a language we speak. */
export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}

export function directionOf(locale: Locale): "rtl" | "ltr" {
  return locale === "ar" ? "rtl" : "ltr";
}

/** The best language of an `Accept-Language` header (RFC 9110 §12.5.4) that we speak, or null. */
export function fromAcceptLanguage(header: string | null | undefined): Locale | null {
  let best: { locale: Locale; q: number } | null = null;
  for (const part of (header ?? "").split(",")) {
    const [tag = "", ...params] = part.trim().toLowerCase().split(";");
    const locale = tag.trim().split("-")[0];
    const weight = params.map((p) => p.trim()).find((p) => p.startsWith("q="));
    const q = weight === undefined ? 1 : Number(weight.slice(2));
    if (isLocale(locale) && q > 0 && q <= 1 && (best === null || q > best.q)) best = { locale, q };
  }
  return best?.locale ?? null;
}

export type LocaleSources = {
  cookie?: unknown;
  account?: unknown;
  acceptLanguage?: string | null | undefined;
  fallback: Locale;
};

/** The language to answer in: the choice on this device, then the account's, then the browser's, then `fallback`. */
export function chooseLocale({ cookie, account, acceptLanguage, fallback }: LocaleSources): Locale {
  if (isLocale(cookie)) return cookie;
  if (isLocale(account)) return account;
  return fromAcceptLanguage(acceptLanguage) ?? fallback;
}
