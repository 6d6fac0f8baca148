"use client";

import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState, type WheelEvent } from "react";
import { type Size, settled, type View, whole, zoomedAt } from "./viewer-zoom";

/** As far as a finger goes for the next picture, in pixels. */
const SWIPE = 60;
const DOUBLE_MS = 300;
const STEP = 1.6;

type Point = { x: number; y: number };

/** Zoom by wheel, pinch and double tap, moving by drag, and with the whole picture in view the next one by a swipe. */
export function useGestures(
  frame: RefObject<HTMLElement | null>,
  natural: Size,
  onSwipe: (to: "left" | "right") => void,
) {
  const [view, setView] = useState<View>(whole);
  const fingers = useRef(new Map<number, Point>());
  const began = useRef<Point | null>(null);
  const tapped = useRef(0);

  const sizes = useCallback(() => {
    const box = frame.current?.getBoundingClientRect() ?? new DOMRect(0, 0, 1, 1);
    const fit = Math.min(box.width / natural.width, box.height / natural.height, 1) || 1;
    return { box, fitted: { width: natural.width * fit, height: natural.height * fit } };
  }, [frame, natural.width, natural.height]);
  const change = useCallback(
    (how: (view: View) => View) => {
      const { box, fitted } = sizes();
      setView((before) => settled(how(before), fitted, box));
    },
    [sizes],
  );
  const fromMiddle = ({ clientX, clientY }: { clientX: number; clientY: number }): Point => {
    const { box } = sizes();
    return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
  };
  const zoom = useCallback((factor: number) => change((before) => zoomedAt(before, factor, { x: 0, y: 0 })), [change]);

  useEffect(() => {
    const fit = () => change((before) => before);
    window.addEventListener("resize", fit);
    return () => window.removeEventListener("resize", fit);
  }, [change]);

  return {
    view,
    zoomIn: () => zoom(STEP),
    zoomOut: () => zoom(1 / STEP),
    reset: () => setView(whole),
    handlers: {
      onWheel(event: WheelEvent) {
        const point = fromMiddle(event);
        change((before) => zoomedAt(before, Math.exp(-event.deltaY / 300), point));
      },
      onPointerDown(event: PointerEvent) {
        event.currentTarget.setPointerCapture(event.pointerId);
        fingers.current.set(event.pointerId, fromMiddle(event));
        began.current = fingers.current.size === 1 ? fromMiddle(event) : null;
      },
      onPointerMove(event: PointerEvent) {
        const known = fingers.current.get(event.pointerId);
        if (!known) return;
        const now = fromMiddle(event);
        const [other] = [...fingers.current].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
        fingers.current.set(event.pointerId, now);
        if (!other)
          return change((before) => ({ ...before, x: before.x + now.x - known.x, y: before.y + now.y - known.y }));
        const apart = (one: Point) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
        const middle = { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 };
        change((before) => zoomedAt(before, apart(now) / apart(known), middle));
      },
      onPointerUp(event: PointerEvent) {
        const from = began.current;
        const now = fromMiddle(event);
        fingers.current.delete(event.pointerId);
        began.current = null;
        if (!from) return;
        const by = { x: now.x - from.x, y: now.y - from.y };
        if (view.scale === 1 && Math.abs(by.x) > SWIPE && Math.abs(by.x) > 2 * Math.abs(by.y)) {
          onSwipe(by.x > 0 ? "right" : "left");
        } else if (Math.hypot(by.x, by.y) < 10) {
          if (event.timeStamp - tapped.current > DOUBLE_MS) tapped.current = event.timeStamp;
          else {
            tapped.current = 0;
            change((before) => (before.scale > 1 ? whole : zoomedAt(before, 2.5, now)));
          }
        }
      },
      onPointerCancel(event: PointerEvent) {
        fingers.current.delete(event.pointerId);
        began.current = null;
      },
    },
  };
}
