import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { RateLimit } from "@/lib/domain/operation";
import type { Settings } from "./env";
import { createGate, type Gate } from "./gate";
import { connectRedis, prefixOf } from "./nodes/redis";

/** What is left of one limit after a call was counted. */
export interface LimitState {
  limit: RateLimit;
  /** false: this call was one too many */
  allowed: boolean;
  /** calls that are left */
  remaining: number;
  /** seconds until all of them are there again */
  resetSeconds: number;
}

/** Counts calls, and sees to it that nobody takes the whole server. */
export interface Throttle {
  /** Counts one call of `operation` by `key`; null where nothing is counted. */
  count(operation: string, limit: RateLimit, key: string): Promise<LimitState | null>;
  /** Settles when it is a person's turn: with what to call afterwards, or null when too many calls of theirs wait. */
  turn(personId: number): Promise<(() => void) | null>;
  close(): void;
}

/** Calls of one person that are carried out at once by this process, and those that may wait for it: of all their devices. */
const TURNS = { atOnce: 4, waiting: 1000 };

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
    turn: rateLimit ? createTurns() : async () => () => {},
    close: () => redis?.disconnect(),
    async count(operation, limit, key) {
      if (!rateLimit) return null;
      const { shared, own } = limitersOf(`${operation}:${limit.by}:${limit.points}/${limit.seconds}`, limit);
      try {
        return stateOf(limit, true, await (reachable() === false ? own : shared).consume(key));
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        return stateOf(limit, false, refusal);
      }
    },
  };
}

/** A gate for each person who has calls under way. */
function createTurns(): Throttle["turn"] {
  const gates = new Map<number, { gate: Gate; calls: number }>();
  return async (personId) => {
    const own = gates.get(personId) ?? { gate: createGate(TURNS), calls: 0 };
    gates.set(personId, own);
    own.calls += 1;
    const done = () => {
      own.calls -= 1;
      if (own.calls === 0) gates.delete(personId);
    };
    const leave = await own.gate.enter();
    if (!leave) done();
    return (
      leave &&
      (() => {
        leave();
        done();
      })
    );
  };
}

function stateOf(limit: RateLimit, allowed: boolean, counted: RateLimiterRes): LimitState {
  const resetSeconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
  return { limit, allowed, remaining: Math.max(0, counted.remainingPoints), resetSeconds };
}

/** `RateLimit-Policy` and `RateLimit`, one item for each limit (draft-ietf-httpapi-ratelimit-headers-10). */
export function limitHeaders(states: LimitState[]): [string, string][] {
  if (states.length === 0) return [];
  const name = ({ by, seconds }: RateLimit) => `"${by}-${seconds}s"`;
  const policies = states.map(({ limit }) => `${name(limit)};q=${limit.points};w=${limit.seconds}`);
  const left = states.map(({ limit, remaining, resetSeconds }) => `${name(limit)};r=${remaining};t=${resetSeconds}`);
  return [
    ["RateLimit-Policy", policies.join(", ")],
    ["RateLimit", left.join(", ")],
  ];
}
