"use client";

import { useSyncExternalStore } from "react";

const never = () => () => {};

/** False on the server and in the first moment of a page, while only what the server also knows may be drawn. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
