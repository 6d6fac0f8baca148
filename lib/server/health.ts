import { setTimeout as wait } from "node:timers/promises";
import { resources } from "./resources";

/** A database that has not answered for so long is away, in milliseconds. */
const PATIENCE_MS = 2000;

export interface Readiness {
  /** whether requests should be sent here */
  ready: boolean;
  database: boolean;
  /** null without REDIS_URL; without Redis this node serves its own people, and hears of the others later */
  redis: boolean | null;
  /** what is not as it should be */
  reasons: ("database_away" | "redis_away" | "socket_host_away" | "stopping")[];
}

/** Whether this process can do its work, and what it lacks. */
export async function readiness(): Promise<Readiness> {
  const { database: opened, standing } = resources();
  const answered = opened.db.user.count({ take: 1 }).then(
    () => true,
    () => false,
  );
  const late = new AbortController();
  const database = await Promise.race([answered, wait(PATIENCE_MS, false, { signal: late.signal })]);
  late.abort();
  const redis = standing?.reachable() ?? null;
  const stopping = standing?.stopping() ?? false;
  const reasons: Readiness["reasons"] = [];
  if (!database) reasons.push("database_away");
  if (redis === false) reasons.push("redis_away");
  if (standing?.socketHost?.() === false) reasons.push("socket_host_away");
  if (stopping) reasons.push("stopping");
  return { ready: database && !stopping, database, redis, reasons };
}
