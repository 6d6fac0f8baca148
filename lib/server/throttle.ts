import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { OperationError } from "@/lib/domain/errors";
import type { RateLimit } from "@/lib/domain/operation";
import type { Settings } from "./env";
import { connectRedis, prefixOf } from "./nodes/redis";

/** Counts calls and refuses those over a limit. */
export interface Throttle {
  /**
   * Counts one call of `operation` by `key`.
   * @throws OperationError `rate_limited` with the seconds to wait
   */
  count(operation: string, limit: RateLimit, key: string): Promise<void>;
  close(): void;
}

/** A count that Redis does not answer for so long is made in memory, in milliseconds. */
const COUNT_MS = 300;

/**
 * Counts in Redis for all nodes, where there is one within reach, else in memory.
 * With RATE_LIMIT=off everything is let through.
 * @param reachable null where this is the only node
 */
export function createThrottle(
  { rateLimit, redisUrl, secret }: Pick<Settings, "rateLimit" | "redisUrl" | "secret">,
  reachable: () => boolean | null = () => null,
): Throttle {
  const redis = rateLimit && redisUrl ? connectRedis(redisUrl, { commandTimeout: COUNT_MS }) : null;
  const limiters = new Map<string, { shared: RateLimiterAbstract; own: RateLimiterAbstract }>();
  const limitersOf = (name: string, { points, seconds }: RateLimit) => {
    const known = limiters.get(name);
    if (known) return known;
    const options = { keyPrefix: name, points, duration: seconds };
    const own = new RateLimiterMemory(options);
    const keyPrefix = `${prefixOf(secret)}rate:${name}`;
    const shared = redis
      ? new RateLimiterRedis({ ...options, keyPrefix, storeClient: redis, insuranceLimiter: own })
      : own;
    limiters.set(name, { shared, own });
    return { shared, own };
  };
  return {
    close: () => redis?.disconnect(),
    async count(operation, limit, key) {
      if (!rateLimit) return;
      const { shared, own } = limitersOf(`${operation}:${limit.by}:${limit.points}/${limit.seconds}`, limit);
      try {
        await (reachable() === false ? own : shared).consume(key);
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
