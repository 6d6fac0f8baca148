"use client";

import { lazy, Suspense } from "react";
import { patiently } from "@/lib/client/call-client-patience";
import { useCall } from "./call-context";

const InCallBar = lazy(async () => ({ default: (await patiently(() => import("./in-call-bar"))).InCallBar }));

/** The bar of a running call, for the top of every page's frame. Nothing while there is none. */
export function CallBar() {
  const { state } = useCall();
  if (state.phase !== "active" || state.leaving) return null;
  return (
    <Suspense>
      <InCallBar call={state} />
    </Suspense>
  );
}
