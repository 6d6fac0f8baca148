import { type ComponentType, useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { loadCode } from "@/lib/client/load-code";
import { useI18n } from "./i18n";
import { useNotice } from "./notice";

/** How long somebody waits for it without a word, in milliseconds. */
const SILENT_MS = 5000;

/** Says that something one has asked for is late: a slow line, or code that a newer version of the server has no more. */
function useWordOfDelay(waiting: boolean): void {
  const { t } = useI18n();
  const notify = useNotice();
  const say = useEffectEvent(() => {
    const action = { label: t("common.reload"), run: () => window.location.reload() };
    // Without a network what is there would be gone.
    notify({ text: t("common.code_late"), tone: "bad", ...(navigator.onLine && { action }) });
  });
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => say(), SILENT_MS);
    return () => clearTimeout(timer);
  }, [waiting]);
}

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
      const come = useSyncExternalStore(
        subscribe,
        () => code,
        () => null,
      );
      useWordOfDelay(needed && come === null);
      return come;
    },
  };
}
