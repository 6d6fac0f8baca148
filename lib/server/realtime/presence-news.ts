import type { Logger } from "pino";
import type { PresenceSource } from "@/lib/domain/context";
import { databaseFaultOf } from "@/lib/server/error-codes";

export interface News {
  online: boolean;
  at: Date;
}

/** Between two attempts while the database does not take it, in milliseconds. */
const AGAIN_MS = 1000;
/** How many are told at once then: they share their commits, and leave room for others. */
const AT_ONCE = 64;

/**
 * Answers who tells of comings and goings. What the database could not take is told when it can, as it then is: friends
 * would else see somebody there who has gone, until they ask again themselves.
 */
export function presenceNews(
  tell: (userId: number, news: News) => Promise<void>,
  presence: () => PresenceSource,
  log: Logger,
): (userId: number, online: boolean) => Promise<void> {
  /** who came or went since, and when */
  const untold = new Map<number, Date>();
  let again: NodeJS.Timeout | undefined;

  async function attempt(userId: number, news: News): Promise<void> {
    try {
      await tell(userId, news);
    } catch (err) {
      if (!databaseFaultOf(err)) return log.error({ err }, "presence");
      if (!again) log.warn({ fault: String(err) }, "who came and went is told when the database takes it");
      untold.set(userId, news.at);
      again ??= setTimeout(tellAll, AGAIN_MS).unref();
    }
  }

  async function tellAll(): Promise<void> {
    const some = [...untold].slice(0, AT_ONCE);
    const there = await presence().online(some.map(([userId]) => userId));
    for (const [userId] of some) untold.delete(userId);
    await Promise.all(some.map(([userId, at]) => attempt(userId, { online: there.has(userId), at })));
    again = untold.size > 0 ? setTimeout(tellAll, AGAIN_MS).unref() : undefined;
  }

  return (userId, online) => attempt(userId, { online, at: new Date() });
}
