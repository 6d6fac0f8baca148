"use client";

import { useEffect, useState } from "react";
import { onDemand } from "@/components/ui/on-demand";
import { useCall } from "./call-context";

const bar = onDemand(async () => (await import("./in-call-bar")).InCallBar);

/** Fetches the bar's code before there is a call to show. */
export const prepareCallBar = bar.load;

/** How long the bar waits for the voice, in milliseconds: drawing it delays a voice. */
const VOICE_FIRST_MS = 250;

/** The bar of a running call, for the top of every page's frame. Nothing while there is none. */
export function CallBar() {
  const { state } = useCall();
  const active = state.phase === "active" && !state.leaving;
  const InCallBar = bar.useComponent(active);
  const comesUp = active && state.media === "connecting";
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!comesUp) return setLate(false);
    const timer = setTimeout(() => setLate(true), VOICE_FIRST_MS);
    return () => clearTimeout(timer);
  }, [comesUp]);
  return active && InCallBar && (late || !comesUp) ? <InCallBar call={state} /> : null;
}
