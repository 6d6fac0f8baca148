"use client";

import { createContext, useContext } from "react";
import type { Range } from "@/lib/text/fold";

const HighlightContext = createContext("");

/** Above a log: the words that are looked for in it are marked. */
export const HighlightProvider = HighlightContext.Provider;

/** What is looked for, "" for nothing. */
export function useHighlight(): string {
  return useContext(HighlightContext);
}

/** A text with some of it marked. `offset` is where it stands in what the ranges speak of. */
export function Marked({ text, ranges, offset = 0 }: { text: string; ranges: readonly Range[]; offset?: number }) {
  const end = offset + text.length;
  const inside = ranges.filter(([from, to]) => to > offset && from < end);
  if (inside.length === 0) return text;
  return inside.map(([from, to], index) => {
    const before = Math.max(offset, inside[index - 1]?.[1] ?? offset);
    const rest = index === inside.length - 1 ? text.slice(Math.min(to, end) - offset) : "";
    return (
      <span key={from}>
        {text.slice(before - offset, Math.max(from, offset) - offset)}
        <mark className="rounded-[3px] bg-amber/25 text-ink">
          {text.slice(Math.max(from, offset) - offset, Math.min(to, end) - offset)}
        </mark>
        {rest}
      </span>
    );
  });
}
