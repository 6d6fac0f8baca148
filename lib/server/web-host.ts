import { openDriver } from "./broadcast/driver";
import { eventsTo, reportsTo } from "./broadcast/log-doors";
import { drainOnSignal } from "./drain";
import { readSettings, type Settings } from "./env";
import { trusting } from "./front";
import { standBeforeNext } from "./next-front";
import { openPost } from "./nodes/post";
import { openResources } from "./open-resources";
import { isProvided, provide, resources } from "./resources";
import { sweepIncomingHourly } from "./sweeps";

/**
 * Opens what pages and routes need where Next runs by itself (`next start`, or a platform like Vercel) and the sockets
 * are elsewhere. Events go there through Redis, or by signed HTTP: without Redis, and where a process sleeps between
 * requests and can be no node. The sweeps run at the socket host.
 */
export async function openWebHost(): Promise<void> {
  if (isProvided()) return;
  const settings = readSettings(process.env, "web");
  const house = await openResources(settings);
  const close = settings.redisUrl && !settings.serverless ? overRedis(house) : overPost(house, settings);
  // The platform does all else there, and notes nothing of where requests come from.
  if (settings.serverless) return provide({ ...resources(), incoming: undefined });
  const stopSweeping = sweepIncomingHourly();
  const server = standBeforeNext(house.incoming, house.metrics, trusting(settings.trustedProxies));
  // scripts/serve.mjs leaves the signals to us; whoever starts Next without it leaves them to Next.
  if (process.env.NEXT_MANUAL_SIG_HANDLE) drain(house, [stopSweeping, close], server);
}

type House = Awaited<ReturnType<typeof openResources>>;
type Close = () => unknown;

const noConnections = () => ({ socket_io: 0, pusher: 0 });

function overRedis({ settings, log, database, nodes, publisher, metrics }: House): Close {
  const driver = openDriver(settings, log);
  for (const door of [nodes, driver, reportsTo(log), metrics, eventsTo(log, "published")])
    if (door) publisher.add(door);
  metrics.watch({
    connections: noConnections,
    waiting: () => ({ nodes: nodes.waiting(), broadcast: driver?.waiting() ?? 0, commits: database.waiting() }),
    redis: nodes.reachable,
  });
  provide({ ...resources(), standing: { reachable: nodes.reachable, stopping: () => false } });
  return async () => {
    await driver?.close();
    await nodes.close();
  };
}

/** Drivers, reports and counts are the socket host's, which publishes what comes from here. */
function overPost({ log, database, publisher, metrics }: House, { socketUrl, secret }: Settings): Close {
  if (!socketUrl) throw new Error("a host of pages needs SOCKET_URL");
  const post = openPost({ socketUrl, secret }, log);
  for (const door of [post, eventsTo(log, "published")]) publisher.add(door);
  metrics.watch({
    connections: noConnections,
    waiting: () => ({ nodes: post.waiting(), broadcast: 0, commits: database.waiting() }),
    redis: () => null,
  });
  const standing = { reachable: () => null, stopping: () => false, socketHost: post.reachable };
  provide({ ...resources(), presence: post.presence, standing });
  return post.close;
}

function drain(
  { log, nodes, presence, throttle, database, tracing }: House,
  close: Close[],
  server: ReturnType<typeof standBeforeNext>,
) {
  const http = {
    close: (done: () => void) => server()?.close(done) ?? done(),
    closeIdleConnections: () => server()?.closeIdleConnections(),
    closeAllConnections: () => server()?.closeAllConnections(),
  };
  const closeDoors = () => {
    nodes.retire();
    presence.close();
  };
  const { stopping } = drainOnSignal(http, log, [
    closeDoors,
    throttle.close,
    () => database.close(),
    ...close,
    () => tracing?.close(),
  ]);
  const { standing } = resources();
  if (standing) provide({ ...resources(), standing: { ...standing, stopping } });
}
