"use client";

import { useCall } from "./call-context";
import { onDemand } from "./on-demand";

const bar = onDemand(async () => (await import("./in-call-bar")).InCallBar);

/** Fetches the bar's code before there is a call to show. */
export const prepareCallBar = bar.load;

/** The bar of a running call, for the top of every page's frame. Nothing while there is none. */
export function CallBar() {
  const { state } = useCall();
  const active = state.phase === "active" && !state.leaving;
  const InCallBar = bar.useComponent(active);
  return active && InCallBar ? <InCallBar call={state} /> : null;
}
