import { time as ar } from "./ar/time";
import { time as en } from "./en/time";
import type { Locale } from "./locale";
import { fill, formOf } from "./translator";

const texts = { ar, en };

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
// Largest first; a unit serves from its own length on.
const units = [
  ["year", 365 * day],
  ["month", 30 * day],
  ["week", 7 * day],
  ["day", day],
  ["hour", hour],
  ["minute", minute],
] as const;

const rules = { ar: new Intl.PluralRules("ar"), en: new Intl.PluralRules("en") };

/** How long before `now` something was («منذ 5 دقائق», "5 minutes ago"); a future time, as from a fast clock, is "now". */
export function ago(date: Date | string | number, now: Date | number, locale: Locale): string {
  const seconds = Math.floor((Number(now) - new Date(date).getTime()) / 1000);
  const unit = units.find(([, length]) => seconds >= length);
  if (!unit) return texts[locale].now;
  const [name, length] = unit;
  const count = Math.floor(seconds / length);
  return fill(formOf(texts[locale].ago[name], rules[locale], count), { count });
}
