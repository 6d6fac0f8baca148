"use client";

import { useEffect, useEffectEvent } from "react";
import { useCall } from "./call-context";

/** Ctrl or Alt with Shift and A accepts, D rejects, E ends, M mutes: by place on the keyboard, so in Arabic too. */
export function useCallKeys(): void {
  const call = useCall();
  const act = useEffectEvent((code: string): boolean => {
    const { phase } = call.state;
    if (phase === "incoming" && code === "KeyA") call.accept();
    else if (phase === "incoming" && code === "KeyD") call.reject();
    else if ((phase === "outgoing" || phase === "active") && code === "KeyE") call.hangUp();
    else if (phase === "active" && code === "KeyM") call.toggleMute();
    else return false;
    return true;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!event.shiftKey || !(event.ctrlKey || event.altKey) || event.repeat) return;
      if (act(event.code)) event.preventDefault();
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  }, []);
}
