"use client";

import { useSyncExternalStore } from "react";

const STEP_MS = 20_000;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const watchers = new Set<() => void>();

function tick() {
  now = Date.now();
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  timer ??= setInterval(tick, STEP_MS);
  return () => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The moment as a number, for relative times that move on: one timer for all of a page. */
export function useNow(): number {
  return useSyncExternalStore(
    watch,
    // With nobody watching no timer runs, so the kept moment may be old.
    () => (timer === undefined ? refreshed() : now),
    refreshed,
  );
}

/** Rounded to the step, so that reading it again within a render answers the same. */
function refreshed(): number {
  const step = Math.floor(Date.now() / STEP_MS) * STEP_MS;
  if (Math.abs(now - step) >= STEP_MS) now = step;
  return now;
}
