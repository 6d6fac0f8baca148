import { type ComponentType, useSyncExternalStore } from "react";
import { loadCode } from "@/lib/client/load-code";

/**
 * A component whose code is fetched apart from the page's. Once it is there it is drawn at once: React's `lazy` would
 * first show its fallback, and then hold the component back for 300 ms.
 */
export function onDemand<P>(fetchIt: () => Promise<ComponentType<P>>) {
  let code: ComponentType<P> | null = null;
  let asked = false;
  const waiting = new Set<() => void>();
  const load = () => {
    if (asked) return;
    asked = true;
    void loadCode(fetchIt).then((fetched) => {
      code = fetched;
      for (const tell of waiting) tell();
    });
  };
  const subscribe = (tell: () => void) => {
    waiting.add(tell);
    return () => waiting.delete(tell);
  };
  return {
    load,
    /** The component, or null until its code is there; fetches it when `needed`. */
    useComponent(needed: boolean): ComponentType<P> | null {
      if (needed && typeof window !== "undefined") load();
      return useSyncExternalStore(
        subscribe,
        () => code,
        () => null,
      );
    },
  };
}
