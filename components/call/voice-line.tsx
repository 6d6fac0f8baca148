"use client";

import { useEffect, useRef } from "react";

const WIDTH = 72;
const HEIGHT = 24;
const FRAME_MS = 1000 / 30;
const POINTS = 24;

/** A wave of `loudness` 0 to 1 at `phase` radians, still at both ends. */
function wave(loudness: number, phase: number): string {
  const points = Array.from({ length: POINTS + 1 }, (_, index) => {
    const along = index / POINTS;
    const swing = Math.sin(along * Math.PI * 5 + phase) * Math.sin(along * Math.PI) ** 2;
    return `${(along * WIDTH).toFixed(1)} ${(HEIGHT / 2 + swing * loudness * (HEIGHT / 2 - 2)).toFixed(1)}`;
  });
  return `M${points.join("L")}`;
}

/** A line that moves with the other's voice; it lies still for people who asked for less motion. */
export function VoiceLine({ level }: { level: () => number }) {
  const path = useRef<SVGPathElement>(null);
  const read = useRef(level);
  useEffect(() => {
    read.current = level;
  });
  useEffect(() => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    let smooth = 0;
    let last = 0;
    let frame = requestAnimationFrame(draw);
    function draw(now: number) {
      frame = requestAnimationFrame(draw);
      if (now - last < FRAME_MS - 2) return;
      last = now;
      // Speech lies low on a linear scale.
      const loud = Math.min(1, Math.sqrt(read.current()) * 1.4);
      smooth += (loud - smooth) * (loud > smooth ? 0.5 : 0.15);
      path.current?.setAttribute("d", wave(Math.max(0.04, smooth), now / 110));
    }
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <svg aria-hidden="true" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} fill="none">
      <path ref={path} d={wave(0, 0)} stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
