"use client";

import clsx from "clsx";
import Link from "next/link";
import { type ReactNode, useId } from "react";
import { Badge } from "@/components/ui/badge";

export type NavItemProps = {
  href: string;
  label: string;
  icon: ReactNode;
  current: boolean;
  /** How much waits there, and the same in words for a screen reader. */
  badge?: { count: number; text: string; tone?: "brand" | "amber" };
};

/** The badge describes the link and stays out of its name, which is fixed. */
function useBadge(badge: NavItemProps["badge"]) {
  const id = useId();
  if (!badge || badge.count <= 0) return { describedBy: undefined, mark: null };
  const mark = (
    <>
      <span aria-hidden="true" className="absolute -end-0.5 top-0.5 flex">
        <Badge count={badge.count} tone={badge.tone} className="h-[18px]! min-w-[18px]! px-1! ring-2 ring-paper" />
      </span>
      <span id={id} hidden>
        {badge.text}
      </span>
    </>
  );
  return { describedBy: id, mark };
}

/** A link of the desktop rail: the icon alone, its name on hover and focus. */
export function RailItem({ href, label, icon, current, badge }: NavItemProps) {
  const { describedBy, mark } = useBadge(badge);
  return (
    <Link
      href={href}
      aria-label={label}
      aria-current={current ? "page" : undefined}
      aria-describedby={describedBy}
      className={clsx(
        "group relative grid size-12 place-items-center rounded-surface transition-colors",
        current ? "bg-brand-wash text-brand-ink" : "text-soft hover:bg-sunk hover:text-ink",
      )}
    >
      {icon}
      {mark}
      <span
        aria-hidden="true"
        className="pointer-events-none absolute start-[calc(100%+10px)] z-30 whitespace-nowrap rounded-[10px] bg-ink px-2.5 py-1 text-paper text-xs opacity-0 transition-opacity delay-150 group-hover:opacity-100 group-focus-visible:opacity-100"
      >
        {label}
      </span>
    </Link>
  );
}

/** A link of the phone's bottom bar: icon and name. */
export function BarItem({ href, label, icon, current, badge }: NavItemProps) {
  const { describedBy, mark } = useBadge(badge);
  return (
    <Link
      href={href}
      aria-label={label}
      aria-current={current ? "page" : undefined}
      aria-describedby={describedBy}
      className={clsx(
        "grid min-h-16 content-center justify-items-center gap-0.5 rounded-surface text-xs leading-tight transition-colors",
        current ? "font-semibold text-brand-ink" : "text-soft",
      )}
    >
      <span className={clsx("relative grid h-8 w-14 place-items-center rounded-full", current && "bg-brand-wash")}>
        {icon}
        {mark}
      </span>
      <span aria-hidden="true" className="whitespace-nowrap">
        {label}
      </span>
    </Link>
  );
}
