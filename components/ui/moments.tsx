"use client";

import clsx from "clsx";
import { clock, dayLabel, listTime } from "@/lib/i18n/time";
import { useI18n } from "./i18n";
import { useHydrated } from "./use-hydrated";
import { useNow } from "./use-now";

/**
 * The server does not know the reader's zone: until the page is alive, times keep their place and are not seen. A
 * `suppressHydrationWarning` would leave the server's for good.
 */
export function useZone() {
  const hydrated = useHydrated();
  return { timeZone: hydrated ? undefined : "UTC", veil: hydrated ? "transition-opacity" : "opacity-0" };
}

/** The time of day at which something was said. */
export function ClockTime({ at, className }: { at: string; className?: string }) {
  const { locale } = useI18n();
  const { timeZone, veil } = useZone();
  return (
    <time dateTime={at} className={clsx(veil, className)}>
      {clock(at, locale, timeZone)}
    </time>
  );
}

/** The shortest time that tells enough in a list. */
export function ListTime({ at, className }: { at: string; className?: string }) {
  const { locale } = useI18n();
  const { timeZone, veil } = useZone();
  return (
    <time dateTime={at} className={clsx(veil, className)}>
      {listTime(at, useNow(), locale, timeZone)}
    </time>
  );
}

/** The day, unless it is this one, and the time of day. */
export function DayAndClock({ at }: { at: string }) {
  const { locale } = useI18n();
  const { timeZone, veil } = useZone();
  const day = listTime(at, useNow(), locale, timeZone);
  const time = clock(at, locale, timeZone);
  return (
    <time dateTime={at} className={veil}>
      {day === time ? time : `${day} ${time}`}
    </time>
  );
}

/** The heading of a day. */
export function DayLabel({ at }: { at: string }) {
  const { locale } = useI18n();
  const { timeZone, veil } = useZone();
  return <span className={veil}>{dayLabel(at, useNow(), locale, timeZone)}</span>;
}
