"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { EventName } from "@/lib/contracts/events";
import { useRealtime } from "./realtime-provider";

/**
 * Data that stays true: starts with what the page brought, and is read again on every connection and whenever
 * one of `events` arrives; in a tab that nobody looks at, once somebody does. Events only say that something changed;
 * the answer says what is.
 */
export function useLive<T>(initial: T, read: () => Promise<T>, events: readonly EventName[]) {
  const [data, setData] = useState(initial);
  const realtime = useRealtime();
  const latest = useRef(read);
  const turn = useRef(0);
  useEffect(() => {
    latest.current = read;
  });
  const reload = useCallback(async () => {
    turn.current += 1;
    const mine = turn.current;
    try {
      const fresh = await latest.current();
      // An answer that a later question has overtaken is old news.
      if (mine === turn.current) setData(fresh);
    } catch {
      // Offline: the next connection reads again.
    }
  }, []);
  const names = events.join(" ");
  useEffect(() => {
    if (!realtime) return;
    let due = false;
    const look = () => {
      due = document.visibilityState === "hidden";
      if (!due) void reload();
    };
    const onVisible = () => due && look();
    const stops = names.split(" ").map((name) => realtime.on(name as EventName, look));
    // Also at once: what the page brought may be older than the last event (a slow load, the back button).
    stops.push(realtime.onConnected(look));
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      document.removeEventListener("visibilitychange", onVisible);
      for (const stop of stops) stop();
    };
  }, [realtime, names, reload]);
  return { data, setData, reload };
}
