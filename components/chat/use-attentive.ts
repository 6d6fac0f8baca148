"use client";

import { useSyncExternalStore } from "react";

function watch(listener: () => void) {
  document.addEventListener("visibilitychange", listener);
  window.addEventListener("focus", listener);
  window.addEventListener("blur", listener);
  return () => {
    document.removeEventListener("visibilitychange", listener);
    window.removeEventListener("focus", listener);
    window.removeEventListener("blur", listener);
  };
}

/** Whether somebody can be looking: the page is visible and has the focus. */
export function useAttentive(): boolean {
  return useSyncExternalStore(
    watch,
    () => document.visibilityState === "visible" && document.hasFocus(),
    () => false,
  );
}
