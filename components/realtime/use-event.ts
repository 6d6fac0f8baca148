"use client";

import { useEffect, useRef } from "react";
import type { EventData, EventName } from "@/lib/contracts/events";
import { useRealtime } from "./realtime-provider";

/** Calls the newest `handler` for every event of that name, for as long as the component stands. */
export function useEvent<N extends EventName>(name: N, handler: (data: EventData[N]) => void): void {
  const realtime = useRealtime();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => realtime?.on(name, (data) => latest.current(data)), [realtime, name]);
}

/** Calls the newest `handler` on every connection, also the first: the moment to re-read what is true. */
export function useConnected(handler: () => void): void {
  const realtime = useRealtime();
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => realtime?.onConnected(() => latest.current()), [realtime]);
}
