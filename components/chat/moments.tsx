"use client";

import clsx from "clsx";
import { useI18n } from "@/components/ui/i18n";
import { useNow } from "@/components/ui/use-now";
import { clock, dayLabel, listTime } from "@/lib/i18n/time";
import { useHydrated } from "./use-hydrated";

/** The server does not know the reader's zone: until the page is alive, times keep their place and are not seen. */
function useZone() {
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

/** The heading of a day. */
export function DayLabel({ at }: { at: string }) {
  const { locale } = useI18n();
  const { timeZone, veil } = useZone();
  return <span className={veil}>{dayLabel(at, useNow(), locale, timeZone)}</span>;
}
