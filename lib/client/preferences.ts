export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Cookies that the server reads to draw the page right the first time. */
export const preferenceCookies = { locale: "nida-locale", theme: "nida-theme" } as const;

const YEAR_S = 365 * 24 * 60 * 60;

function remember(name: string, value: string): void {
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
}

/** Narrows a cookie's value; anything unknown follows the device. */
export function themeOf(value: unknown): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}

/** Shows the theme at once and keeps it on this device. */
export function chooseTheme(theme: Theme): void {
  remember(preferenceCookies.theme, theme);
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** Keeps the language on this device; the next render of the server speaks it. */
export function rememberLocale(locale: "ar" | "en"): void {
  remember(preferenceCookies.locale, locale);
}
