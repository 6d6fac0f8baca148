"use client";

import { useEffect, useRef, useState } from "react";
import type { CallState } from "@/lib/client/call-client-state";
import { createRinger, type Ringer, type Sound } from "@/lib/client/ringer";
import { useCall } from "./call-context";

function soundOf(state: CallState): Sound | null {
  switch (state.phase) {
    case "idle":
    case "active":
      return null;
    case "incoming":
      return state.leaving || state.answering ? null : "ring";
    case "outgoing":
      return state.reached && !state.leaving ? "ringback" : null;
    case "ended":
      // The person is talking on another device already.
      if (state.outcome.kind === "elsewhere") return null;
      return state.outcome.kind === "busy" ? "busy" : "end";
  }
}

/** Lets the call be heard; answers whether the browser keeps a ring silent. */
export function useRinger(): boolean {
  const { state, sounding } = useCall();
  const [silent, setSilent] = useState(false);
  const [heard, setHeard] = useState(false);
  const ringer = useRef<Ringer | null>(null);
  const sound = soundOf(state);
  useEffect(() => {
    ringer.current ??= createRinger({ onSilent: setSilent, onHeard: setHeard });
    ringer.current.sound(sound);
  }, [sound]);
  useEffect(() => {
    if (heard) sounding();
  }, [heard, sounding]);
  useEffect(
    () => () => {
      ringer.current?.close();
      ringer.current = null;
    },
    [],
  );
  return silent;
}
