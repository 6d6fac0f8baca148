import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage } from "node:http";
import { personSeen } from "@/lib/domain/friends/presence";
import { createPublisher } from "./broadcast/publisher";
import { cautionsOf } from "./cautions";
import { asServer } from "./context";
import { openDatabase } from "./db";
import type { Settings } from "./env";
import { createLog } from "./log";
import { createMetrics } from "./metrics/metrics";
import { alone, openNodes } from "./nodes/nodes";
import { keepPrivate } from "./private-files";
import { createPresenceBoard } from "./realtime/presence";
import { presenceNews } from "./realtime/presence-news";
import { provide } from "./resources";
import { openStorage } from "./storage";
import { createThrottle } from "./throttle";
import { openTracing } from "./tracing/tracing";

/** Opens what lives as long as the process and hangs it up for everybody. */
export async function openResources(settings: Settings) {
  const log = createLog(settings);
  for (const caution of [...cautionsOf(settings), ...keepPrivate(settings)]) log.warn(caution);
  const tracing = await openTracing(process.env, log);
  const database = await openDatabase(settings);
  // Whoever speaks with the other nodes must stay awake.
  const isNode = !settings.serverless;
  const nodes = isNode ? openNodes(settings, log) : alone();
  const throttle = createThrottle(settings, isNode ? nodes.reachable : () => null);
  const publisher = createPublisher(log);
  const tell = presenceNews((userId, at) => asServer((ctx) => personSeen({ ...ctx, now: () => at }, userId)), log);
  const presence = createPresenceBoard(nodes.roster, {
    onCame: (userId) => void tell(userId),
    onWent: (userId) => void tell(userId),
  });
  const storage = openStorage(settings);
  const incoming = new AsyncLocalStorage<IncomingMessage>();
  const metrics = createMetrics();
  const opened = { settings, log, database, publisher, presence, storage, throttle, incoming, metrics, tracing };
  provide(opened);
  return { ...opened, nodes };
}
