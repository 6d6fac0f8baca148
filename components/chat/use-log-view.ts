"use client";

import { type RefCallback, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { Part } from "./log-part";
import type { Aim, Shown } from "./log-shape";
import { createLogView, type LogView } from "./log-view";
import type { Item } from "./rows";

interface Input extends Shown {
  items: readonly Item[];
  /** false while only what the server knew may be drawn: the browser itself then stands at the end */
  alive: boolean;
  /** where to go; another object is another wish */
  aim: { to: Aim };
  mount(part: Part): void;
  need(which: "older" | "newer"): void;
  /** after whatever may have brought other messages into view */
  onLook(): void;
}

export interface LogBoxes {
  scroller: RefObject<HTMLDivElement | null>;
  above: RefObject<HTMLDivElement | null>;
  below: RefObject<HTMLDivElement | null>;
  /** for each mounted message, under its key */
  row(key: string): RefCallback<HTMLDivElement>;
}

export interface UsedLogView extends LogBoxes {
  atEnd: boolean;
  away: boolean;
  onScroll(): void;
}

/** The log's view over its elements: follows every change of the log, of sizes, and of the scroller. */
export function useLogView(view: RefObject<LogView | null>, input: Input): UsedLogView {
  const scroller = useRef<HTMLDivElement>(null);
  const above = useRef<HTMLDivElement>(null);
  const below = useRef<HTMLDivElement>(null);
  const latest = useRef(input);
  const aimed = useRef<Input["aim"]>(null);
  const [where, setWhere] = useState({ atEnd: true, away: false });
  const { rows, row, watch } = useRows(view);

  useLayoutEffect(() => {
    latest.current = input;
    const [box, top, bottom] = [scroller.current, above.current, below.current];
    if (!input.alive || !box || !top || !bottom) return;
    if (!view.current) {
      view.current = createLogView(
        {
          scroller: box,
          above: top,
          below: bottom,
          row: (index) => rows.current.get(latest.current.items[index - latest.current.start]?.key ?? ""),
        },
        {
          mount: (part) => latest.current.mount(part),
          need: (which) => latest.current.need(which),
          place: (now) => setWhere((old) => (old.atEnd === now.atEnd && old.away === now.away ? old : now)),
        },
      );
      aimed.current = null;
      watch(box, top);
    }
    if (aimed.current !== input.aim) view.current.aimAt(input.aim.to);
    aimed.current = input.aim;
    view.current.show(input);
    input.onLook();
  });

  useEffect(() => {
    const box = scroller.current;
    const rest = () => view.current?.rest();
    box?.addEventListener("scrollend", rest);
    return () => {
      box?.removeEventListener("scrollend", rest);
      view.current?.close();
      view.current = null;
    };
  }, [view]);

  const onScroll = useCallback(() => {
    // What comes into view is there with the same frame.
    flushSync(() => view.current?.scrolled());
    latest.current.onLook();
  }, [view]);
  return { scroller, above, below, row, ...where, onScroll };
}

/** The elements of the mounted messages, each watched for a change of its size. */
function useRows(view: RefObject<LogView | null>) {
  const rows = useRef(new Map<string, HTMLElement>());
  const refs = useRef(new Map<string, RefCallback<HTMLDivElement>>());
  const observer = useRef<ResizeObserver>(null);
  const watch = useCallback(
    (...boxes: Element[]) => {
      observer.current = new ResizeObserver(() => flushSync(() => view.current?.resized()));
      for (const box of [...boxes, ...rows.current.values()]) observer.current.observe(box);
    },
    [view],
  );
  useEffect(() => () => observer.current?.disconnect(), []);
  const row = useCallback((key: string) => {
    const known = refs.current.get(key);
    if (known) return known;
    const made: RefCallback<HTMLDivElement> = (element) => {
      if (!element) return;
      rows.current.set(key, element);
      observer.current?.observe(element);
      return () => {
        observer.current?.unobserve(element);
        rows.current.delete(key);
        refs.current.delete(key);
      };
    };
    refs.current.set(key, made);
    return made;
  }, []);
  return { rows, row, watch };
}
