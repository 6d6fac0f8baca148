"use client";

import { useEffect, useEffectEvent } from "react";
import { useConnected, useEvent } from "@/components/realtime/use-event";
import { api } from "@/lib/client/api";

/** Whoever looks at the log has seen its missed calls; also those that come while they look. */
export function useSeenCalls(): void {
  const see = () => {
    // Unseen at the next look, should the server not hear it.
    if (document.visibilityState === "visible") api("POST /calls/seen").catch(() => {});
  };
  useConnected(see);
  useEvent("call.ended", see);
  const onVisible = useEffectEvent(see);
  useEffect(() => {
    const listener = () => onVisible();
    document.addEventListener("visibilitychange", listener);
    return () => document.removeEventListener("visibilitychange", listener);
  }, []);
}
