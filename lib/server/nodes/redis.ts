import { Redis, type RedisOptions } from "ioredis";
import { derivedSecret } from "@/lib/server/secret";

/** A command that Redis does not answer for so long has failed, in milliseconds. */
const COMMAND_MS = 1000;
/** How long a reader waits at Redis for something new, in milliseconds. */
export const BLOCK_MS = 2000;

/** Commands fail at once while Redis is away: whoever asks knows better what to do then. */
const usual: RedisOptions = {
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 2000,
  retryStrategy: () => 200 + Math.random() * 300,
};

/** A connection for commands; it comes back by itself. Its state is told by whoever uses it, so errors are not. */
export function connectRedis(url: string, more: RedisOptions = {}): Redis {
  const redis = new Redis(url, { ...usual, commandTimeout: COMMAND_MS, ...more });
  redis.on("error", () => {});
  return redis;
}

/** A connection of its own for reading: it may wait. */
export function connectReader(url: string): Redis {
  return connectRedis(url, { commandTimeout: BLOCK_MS + 2 * COMMAND_MS });
}

/** Before every key, so that several Nidas share a Redis and nothing else. */
export const prefixOf = (secret: string) => `nida:${derivedSecret(secret, "redis").slice(0, 12)}:`;
