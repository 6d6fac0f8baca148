"use client";

import { useEffect, useRef, useState } from "react";
import { useI18n } from "@/components/ui/i18n";

const FRAME_MS = 1000 / 30;
/** How loud speech is at least, 0 to 1. */
const HEARD_FROM = 0.02;
/** How long a word counts as heard, in milliseconds. */
const HEARD_FOR_MS = 1500;

export type LevelBarProps = { level: () => number; muted?: boolean };

/** How well the microphone hears: a bar, and a word for those who do not see it or asked for less motion. */
export function LevelBar({ level, muted = false }: LevelBarProps) {
  const { t } = useI18n();
  const bar = useRef<HTMLSpanElement>(null);
  const read = useRef(level);
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    read.current = level;
  });
  useEffect(() => {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let smooth = 0;
    let last = 0;
    let spoke = Number.NEGATIVE_INFINITY;
    let frame = requestAnimationFrame(draw);
    function draw(now: number) {
      frame = requestAnimationFrame(draw);
      if (now - last < FRAME_MS - 2) return;
      last = now;
      const loud = read.current();
      if (loud > HEARD_FROM) spoke = now;
      setHeard(now - spoke < HEARD_FOR_MS);
      if (still || !bar.current) return;
      // Speech lies low on a linear scale.
      const shown = Math.min(1, Math.sqrt(loud) * 1.2);
      smooth += (shown - smooth) * (shown > smooth ? 0.6 : 0.2);
      bar.current.style.scale = `${smooth.toFixed(3)} 1`;
    }
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div className="grid gap-1.5 text-sm">
      <span aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-sunk">
        <span ref={bar} className="block h-full origin-left scale-x-0 rounded-full bg-brand rtl:origin-right" />
      </span>
      <p aria-live="polite" className={heard && !muted ? "text-brand-ink" : "text-soft"}>
        {t(muted ? "call.sound.muted" : heard ? "call.sound.heard" : "call.sound.silent")}
      </p>
    </div>
  );
}
