import { ApiError } from "./api";
import { backoffMs } from "./backoff";

/** Something that has to be asked until it is answered. */
export interface Insistence {
  /** Asks now; while a question is under way, once more after it, for its answer may be older than this call. */
  ask(): void;
  stop(): void;
}

/**
 * @param question fails with an ApiError when it was not answered; asked again then, less and less often
 * @param isWorthwhile whether to ask again by itself
 */
export function insist(question: () => Promise<void>, isWorthwhile: () => boolean): Insistence {
  let asking = false;
  let once = false;
  let misses = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    clearTimeout(timer);
    once = asking;
    if (asking) return;
    asking = true;
    try {
      await question();
      misses = 0;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      misses += 1;
      if (isWorthwhile()) timer = setTimeout(ask, backoffMs(misses));
    } finally {
      asking = false;
    }
    if (once) void ask();
  }
  return { ask: () => void ask(), stop: () => clearTimeout(timer) };
}
