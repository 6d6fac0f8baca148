"use client";

import { useContext, useSyncExternalStore } from "react";
import type { Quality } from "@/lib/client/call-quality";
import { CallContext } from "./call-context";

const never = () => () => {};

/** How this tab's call goes; null while there is nothing to say. */
export function useCallQuality(): Quality | null {
  const store = useContext(CallContext)?.client?.quality;
  return useSyncExternalStore(
    store?.subscribe ?? never,
    () => store?.getState() ?? null,
    () => null,
  );
}
