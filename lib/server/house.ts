import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { type DeviceLease, renewLeases } from "@/lib/domain/calls";
import { openDriver } from "./broadcast/driver";
import { eventsTo, reportsTo } from "./broadcast/log-doors";
import { createPublisher } from "./broadcast/publisher";
import { createContext, systemCaller } from "./context";
import { drainOnSignal } from "./drain";
import { isReadable, noteOrigin, refuseUpgrade, trusting, urlOf } from "./front";
import { holdBody } from "./front-body";
import { timePages } from "./metrics/time-pages";
import { REQUEST_TIMEOUT_MS } from "./next-front";
import { openPostDoor } from "./nodes/post-door";
import type { openResources } from "./open-resources";
import { openPusherDoor, type PusherDoor } from "./realtime/pusher-protocol/door";
import { presumedAt } from "./realtime/signs-of-life";
import { openSocketDoor } from "./realtime/socket-io";
import { provide, resources } from "./resources";
import { startSweeps } from "./sweeps";
import { openWebhooks } from "./webhooks/webhooks";

/** Whoever serves the pages and the routes of app/api. */
export interface Pages {
  request: RequestListener;
  /** null where no page takes upgrades: they would stay open for ever */
  upgrade: ((request: IncomingMessage, socket: Duplex, head: Buffer) => unknown) | null;
}

type Opened = Awaited<ReturnType<typeof openResources>>;

/** Lets requests in, and says in the log where and with which key. */
export function listen(http: Server, { settings, log }: Opened): void {
  http.listen(settings.port, settings.host ?? undefined, () => {
    const { appId: app_id, key } = settings.pusherApp;
    log.info({ app_id, key }, "Pusher clients connect with this key");
    log.info({ url: urlOf(http) }, "Nida is ready");
  });
}

/** The HTTP server in front of everything: gives each request and each upgrade to the door or page that it is for. */
function openFront(house: Opened, pages: Pages, pusher: PusherDoor): Server {
  const { settings, nodes, publisher, presence, incoming, metrics } = house;
  const hosts = { secret: settings.secret, publisher, presence, recall: nodes.recall };
  const trusts = trusting(settings.trustedProxies);
  const post = settings.socketUrl ? openPostDoor(hosts) : null;
  const http = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    noteOrigin(request, trusts);
    if (request.url?.startsWith("/apps/")) return void pusher.api(request, response);
    if (post && request.url?.startsWith("/nida/")) return void post(request, response);
    if (!isReadable(request)) return response.writeHead(400).end();
    holdBody(request);
    timePages(request, response, metrics);
    incoming.run(request, () => void pages.request(request, response));
  });
  http.on("upgrade", (request, socket, head) => {
    noteOrigin(request, trusts);
    if (request.url?.startsWith("/socket.io/")) return;
    if (request.url?.startsWith("/app/")) pusher.upgrade(request, socket, head);
    else if (pages.upgrade && isReadable(request)) void pages.upgrade(request, socket, head);
    else refuseUpgrade(socket);
  });
  return http;
}

/** Puts doors and pages behind one HTTP server, which does not listen yet, and starts the sweeps. */
export async function openHouse(house: Opened, pages: Pages): Promise<Server> {
  const { settings, log, database, nodes, publisher, presence, throttle, metrics, tracing } = house;
  const seen = ({ heardAt, ...device }: DeviceLease & { heardAt: number }) => {
    const at = new Date(presumedAt(heardAt, Date.now(), settings.callGraceMs));
    void renewLeases(database, at, [device]).catch((err) => log.error({ err }, "a lease was not renewed"));
  };
  const pusher = openPusherDoor(settings.pusherApp, nodes, presence, seen);
  const http = openFront(house, pages, pusher);
  const sockets = openSocketDoor(http, nodes, presence, seen);
  const driver = openDriver(settings, log);
  const webhooks = settings.webhooks && openWebhooks(settings.webhooks, createContext(systemCaller()).ctx, log);
  const reports = [reportsTo(log), metrics, eventsTo(log, "published")];
  for (const door of [sockets, pusher, nodes, driver, webhooks, ...reports]) if (door) publisher.add(door);
  // What happened at another node is for the clients of this one; its drivers have had it there.
  const doors = createPublisher(log);
  for (const door of [sockets, pusher, eventsTo(log, "came from another node")]) doors.add(door);
  nodes.listen({
    event: (event) =>
      void (tracing && event.trace
        ? tracing.span(`deliver ${event.name}`, {}, async () => doors.deliver(event), event.trace)
        : doors.deliver(event)),
  });
  metrics.watch({
    connections: () => ({ socket_io: sockets.connections(), pusher: pusher.connections() }),
    waiting: () => ({ nodes: nodes.waiting(), broadcast: driver?.waiting() ?? 0, commits: database.waiting() }),
    redis: nodes.reachable,
  });
  const lastHeard = (device: DeviceLease) => {
    const heard = [sockets, pusher].flatMap((door) => door.lastHeard(device) ?? []);
    return heard.length > 0 ? Math.max(...heard) : null;
  };
  const sweeps = await startSweeps(lastHeard, (event) => doors.deliver(event));
  const closeDoors = () => {
    nodes.retire();
    return Promise.all([sockets.close(), pusher.close()]);
  };
  // The database waits for what is under way; what came of it is still told.
  const rest = [
    sweeps.stop,
    throttle.close,
    () => webhooks?.close(),
    () => database.close(),
    () => driver?.close(),
    () => nodes.close(),
    () => tracing?.close(),
  ];
  const { stopping } = drainOnSignal(http, log, [closeDoors, ...rest]);
  provide({ ...resources(), standing: { reachable: nodes.reachable, stopping } });
  return http;
}
