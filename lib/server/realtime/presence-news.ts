import type { Logger } from "pino";
import { databaseFaultOf } from "@/lib/server/error-codes";

/** Between two attempts while the database does not take it, in milliseconds. */
const AGAIN_MS = 1000;
/** How many are told of at once then: they share their commits, and leave room for others. */
const AT_ONCE = 64;

/**
 * Answers who tells that somebody has come or gone. What the database could not take is told when it can: friends would
 * else see somebody there who has gone, until they ask again themselves.
 * @param tell tells how it then is with a person who came or went at `at`
 */
export function presenceNews(
  tell: (userId: number, at: Date) => Promise<void>,
  log: Logger,
): (userId: number) => Promise<void> {
  const untold = new Map<number, Date>();
  let again: NodeJS.Timeout | undefined;

  async function attempt(userId: number, at: Date): Promise<void> {
    try {
      await tell(userId, at);
    } catch (err) {
      if (!databaseFaultOf(err)) return log.error({ err }, "presence");
      if (!again) log.warn({ fault: String(err) }, "who came and went is told when the database takes it");
      untold.set(userId, at);
      again ??= setTimeout(tellSome, AGAIN_MS).unref();
    }
  }

  async function tellSome(): Promise<void> {
    const some = [...untold].slice(0, AT_ONCE);
    for (const [userId] of some) untold.delete(userId);
    await Promise.all(some.map(([userId, at]) => attempt(userId, at)));
    again = untold.size > 0 ? setTimeout(tellSome, AGAIN_MS).unref() : undefined;
  }

  return (userId) => attempt(userId, new Date());
}
