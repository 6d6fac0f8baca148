"use client";

import { type PointerEvent, useEffect, useMemo, useRef } from "react";

/** A finger that rests this long asks for the menu, in milliseconds. */
const HOLD_MS = 450;
/** Less than this is a finger that trembles, in pixels. */
const STILL = 8;
/** So far a swipe carries the bubble, and from here on it answers, in pixels. */
const FAR = 64;
const ENOUGH = 48;

/** The finger that opened a menu is still down: lifted, it must not press what has come up under it. */
function swallowTap(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  const lifted = () => setTimeout(() => document.removeEventListener("click", swallow, true), 100);
  document.addEventListener("click", swallow, true);
  for (const end of ["touchend", "touchcancel"]) document.addEventListener(end, lifted, { once: true, capture: true });
}

interface Gestures {
  onHold(): void;
  /** towards the end of the line: from left to right in English, from right to left in Arabic */
  onSwipe: (() => void) | null;
}

/** A finger on a bubble: rested, it opens the menu; drawn aside, it answers. The mouse has its own ways. */
export function useBubbleTouch(gestures: Gestures) {
  const latest = useRef(gestures);
  useEffect(() => {
    latest.current = gestures;
  });
  return useMemo(() => {
    let start: { x: number; y: number; sign: number; box: HTMLElement } | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let drawn = 0;
    const rest = () => {
      clearTimeout(timer);
      if (start && drawn > 0) {
        start.box.style.transition = "translate 160ms ease-out";
        start.box.style.translate = "";
      }
      start = null;
      drawn = 0;
    };
    return {
      onPointerDown(event: PointerEvent<HTMLElement>) {
        if (event.pointerType === "mouse" || !event.isPrimary) return;
        // A voice note is sought in by the same movement.
        if (event.target instanceof Element && event.target.closest("[role=slider], input")) return;
        const box = event.currentTarget;
        start = { x: event.clientX, y: event.clientY, sign: getComputedStyle(box).direction === "rtl" ? -1 : 1, box };
        timer = setTimeout(() => {
          rest();
          swallowTap();
          navigator.vibrate?.(10);
          latest.current.onHold();
        }, HOLD_MS);
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        if (!start) return;
        const dx = (event.clientX - start.x) * start.sign;
        const dy = Math.abs(event.clientY - start.y);
        if (Math.abs(dx) > STILL || dy > STILL) clearTimeout(timer);
        // Once it is drawn it stays drawn; before, whoever goes up or down wants to scroll.
        if (!latest.current.onSwipe || (drawn === 0 && (dx < STILL * 1.5 || dx < dy * 2))) return;
        drawn = Math.min(FAR, Math.max(1, dx));
        start.box.style.transition = "none";
        start.box.style.translate = `${drawn * start.sign}px 0`;
      },
      onPointerUp() {
        const answers = drawn >= ENOUGH;
        rest();
        if (answers) latest.current.onSwipe?.();
      },
      onPointerCancel: rest,
    };
  }, []);
}
