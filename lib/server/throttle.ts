import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { OperationError } from "@/lib/domain/errors";
import type { RateLimit } from "@/lib/domain/operation";

/** Counts calls and refuses those over a limit. */
export interface Throttle {
  /**
   * Counts one call of `operation` by `key`.
   * @throws OperationError `rate_limited` with the seconds to wait
   */
  count(operation: string, limit: RateLimit, key: string): Promise<void>;
}

/** In memory, for one process. `enabled` false lets everything through (RATE_LIMIT=off). */
export function createThrottle(enabled: boolean): Throttle {
  const limiters = new Map<string, RateLimiterMemory>();
  return {
    async count(operation, limit, key) {
      if (!enabled) return;
      const name = `${operation}:${limit.by}:${limit.points}/${limit.seconds}`;
      let limiter = limiters.get(name);
      if (!limiter) {
        limiter = new RateLimiterMemory({ keyPrefix: name, points: limit.points, duration: limit.seconds });
        limiters.set(name, limiter);
      }
      try {
        await limiter.consume(key);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAfterSeconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        throw new OperationError("rate_limited", {
          reason: { reason: "rate_limited", params: { seconds: retryAfterSeconds } },
          retryAfterSeconds,
        });
      }
    },
  };
}
