import { createStore, type StoreApi } from "zustand/vanilla";
import type { CallCommands } from "./call-client-commands";
import type { CallMedia } from "./call-client-media";
import type { CallState } from "./call-client-state";
import type { Quality } from "./call-quality";
import { createQualitySampler } from "./call-quality-sampler";

/** How the call of this tab goes, for the bars: null while there is nothing to say. */
export interface CallQuality {
  store: StoreApi<Quality | null>;
  close(): void;
}

/** Watches the call in `calls` through its peers, and reports it to the server. */
export function watchQuality(
  calls: StoreApi<CallState>,
  media: Pick<CallMedia, "stats">,
  commands: Pick<CallCommands, "report">,
): CallQuality {
  const store = createStore<Quality | null>(() => null);
  const sampler = createQualitySampler({
    stats: media.stats,
    onQuality(next) {
      const { level, bars } = store.getState() ?? {};
      if (next?.level !== level || next?.bars !== bars) store.setState(next, true);
    },
    report: commands.report,
  });
  const stop = calls.subscribe(sampler.follow);
  return {
    store,
    close() {
      stop();
      sampler.close();
    },
  };
}
