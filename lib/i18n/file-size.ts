import type { Locale } from "./locale";

const units = { ar: ["بايت", "ك.ب", "م.ب", "غ.ب"], en: ["bytes", "kB", "MB", "GB"] } satisfies Record<Locale, string[]>;

/** A number of bytes as people say it: `840 kB`, `1.2 MB` (1,024 to the next, as `MAX_UPLOAD_MB` counts). */
export function fileSize(bytes: number, locale: Locale): string {
  let value = bytes;
  let step = 0;
  // What would be shown as 1024 is one of the next.
  while (value >= 1023.5 && step < 3) {
    value /= 1024;
    step += 1;
  }
  const shown = step > 1 && value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : value.toFixed(0);
  return `${shown} ${units[locale][step]}`;
}
