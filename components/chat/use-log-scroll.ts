"use client";

import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";

/** So near to the end one still reads the end, in pixels. */
const NEAR = 48;
/** So far from it the way back is offered, in pixels. */
const FAR = 240;

export interface LogScroll {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** the newest message is out of sight */
  away: boolean;
  onScroll(): void;
  toLatest(smoothly: boolean): void;
}

/**
 * Holds what one reads in its place. The scroller runs backwards (`flex-direction: column-reverse`), so the browser
 * itself starts at the newest message, stays there, and lets history grow above; what arrives below a reader who has
 * scrolled up is measured here and made up for before it is painted.
 * @param rows changes whenever the log's lines do
 */
export function useLogScroll(rows: unknown): LogScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const anchor = useRef<{ line: Element; top: number } | null>(null);
  const [away, setAway] = useState(false);

  const remember = useCallback(() => {
    const box = scroller.current;
    if (!box || !content.current) return;
    setAway(box.scrollTop < -FAR);
    const line = box.scrollTop < -NEAR ? firstInView(content.current, box) : null;
    anchor.current = line && { line, top: topOf(line, box) };
  }, []);

  const hold = useCallback(() => {
    const box = scroller.current;
    const held = anchor.current;
    if (box && held?.line.isConnected) {
      const moved = topOf(held.line, box) - held.top;
      if (Math.abs(moved) >= 1) box.scrollTop += moved;
    }
    remember();
  }, [remember]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what moves the held one
  useLayoutEffect(hold, [rows, hold]);
  useLayoutEffect(() => {
    if (!content.current) return;
    const observer = new ResizeObserver(hold);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, [hold]);

  const toLatest = useCallback((smoothly: boolean) => {
    const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    anchor.current = null;
    scroller.current?.scrollTo({ top: 0, behavior: smoothly && !calm ? "smooth" : "instant" });
  }, []);
  return { scroller, content, away, onScroll: remember, toLatest };
}

function topOf(line: Element, box: Element): number {
  return line.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

/** The first line that reaches into view, found by halving: lines stand in order. */
function firstInView(content: Element, box: Element): Element | null {
  const edge = box.getBoundingClientRect().top;
  let low = 0;
  let high = content.children.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const line = content.children[middle];
    if (line && line.getBoundingClientRect().bottom <= edge) low = middle + 1;
    else high = middle;
  }
  return content.children[low] ?? null;
}
