import { time as ar } from "./ar/time";
import { time as en } from "./en/time";
import type { Locale } from "./locale";

type Moment = Date | string | number;

const texts = { ar, en };

// Latin digits and the Gregorian calendar everywhere; day before month in both languages.
const tags: Record<Locale, string> = { ar: "ar-u-ca-gregory-nu-latn", en: "en-GB-u-ca-gregory-nu-latn" };

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: Locale, timeZone: string | undefined, options: Intl.DateTimeFormatOptions) {
  const key = `${locale} ${timeZone} ${JSON.stringify(options)}`;
  const made = formats.get(key) ?? new Intl.DateTimeFormat(tags[locale], { ...options, timeZone });
  formats.set(key, made);
  return made;
}

/** The time of day, 24 hours: `09:05`. */
export function clock(at: Moment, locale: Locale, timeZone?: string): string {
  return format(locale, timeZone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(at));
}

/** Calendar days from `at` to `now` in the reader's zone: 0 today, 1 yesterday; negative ahead. */
export function daysBetween(at: Moment, now: Moment, timeZone?: string): number {
  return (midnight(now, timeZone) - midnight(at, timeZone)) / 86_400_000;
}

function midnight(at: Moment, timeZone?: string): number {
  const parts = format("en", timeZone, { year: "numeric", month: "numeric", day: "numeric" }).formatToParts(
    new Date(at),
  );
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day"));
}

/** The heading of a day in a conversation: today, yesterday, a weekday of the last week, else the date. */
export function dayLabel(at: Moment, now: Moment, locale: Locale, timeZone?: string): string {
  const days = daysBetween(at, now, timeZone);
  if (days === 0) return texts[locale].today;
  if (days === 1) return texts[locale].yesterday;
  if (days > 1 && days < 7) return format(locale, timeZone, { weekday: "long" }).format(new Date(at));
  return fullDate(at, locale, timeZone);
}

/** A date in words: `25 January 2026`. */
export function fullDate(at: Moment, locale: Locale, timeZone?: string): string {
  return format(locale, timeZone, { day: "numeric", month: "long", year: "numeric" }).format(new Date(at));
}

/** The shortest time that tells enough in a list: clock, yesterday, weekday, else a short date. */
export function listTime(at: Moment, now: Moment, locale: Locale, timeZone?: string): string {
  const days = daysBetween(at, now, timeZone);
  if (days === 0) return clock(at, locale, timeZone);
  if (days === 1) return texts[locale].yesterday;
  if (days > 1 && days < 7) {
    // Arabic has no customary short weekday; English has.
    return format(locale, timeZone, { weekday: locale === "ar" ? "long" : "short" }).format(new Date(at));
  }
  return format(locale, timeZone, { day: "numeric", month: "numeric", year: "numeric" }).format(new Date(at));
}

/** A length in seconds as `mm:ss`, past an hour as `h:mm:ss`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, "0");
  const tail = `${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
  return whole < 3600 ? tail : `${Math.floor(whole / 3600)}:${tail}`;
}
