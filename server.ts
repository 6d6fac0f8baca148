import { AsyncLocalStorage } from "node:async_hooks";
import { createServer, type IncomingMessage } from "node:http";
import next from "next";
import { type DeviceLease, renewLeases } from "@/lib/domain/calls";
import { personCame, personWent } from "@/lib/domain/friends/presence";
import { openDriver } from "@/lib/server/broadcast/driver";
import { createPublisher } from "@/lib/server/broadcast/publisher";
import { reportsTo } from "@/lib/server/broadcast/reports";
import { cautionsOf } from "@/lib/server/cautions";
import { asServer } from "@/lib/server/context";
import { openDatabase } from "@/lib/server/db";
import { drainOnSignal } from "@/lib/server/drain";
import { readSettings } from "@/lib/server/env";
import { isReadable, noteOrigin, refuseUpgrade, urlOf } from "@/lib/server/front";
import { holdBody } from "@/lib/server/front-body";
import { createLog } from "@/lib/server/log";
import { createPresenceBoard } from "@/lib/server/realtime/presence";
import { openPusherDoor } from "@/lib/server/realtime/pusher-protocol/door";
import { openSocketDoor } from "@/lib/server/realtime/socket-io";
import { provide } from "@/lib/server/resources";
import { openStorage } from "@/lib/server/storage";
import { startSweeps } from "@/lib/server/sweeps";
import { createThrottle } from "@/lib/server/throttle";

const settings = readSettings(process.env);
const log = createLog(settings);
for (const caution of cautionsOf(settings)) log.warn(caution);
const database = await openDatabase(settings);
const publisher = createPublisher(log);
const presence = createPresenceBoard({
  onCame: (userId) => void asServer((ctx) => personCame(ctx, userId)).catch((err) => log.error({ err }, "presence")),
  onWent: (userId) => void asServer((ctx) => personWent(ctx, userId)).catch((err) => log.error({ err }, "presence")),
});
const storage = openStorage(settings);
const incoming = new AsyncLocalStorage<IncomingMessage>();
const throttle = createThrottle(settings.rateLimit);
provide({ settings, log, database, publisher, presence, storage, throttle, incoming });

// NextAuth reads its own settings from the environment; without a public URL it follows the request's host.
if (!settings.publicUrl) process.env.AUTH_TRUST_HOST = "true";

const http = createServer();
const dev = process.env.NODE_ENV === "development";
const app = next({
  dev,
  dir: import.meta.dirname,
  hostname: settings.host ?? "localhost",
  port: settings.port,
  // Next would take every upgrade of the server it is given; this one never listens, and upgrades are routed here.
  httpServer: createServer(),
});
await app.prepare();
const page = app.getRequestHandler();
const pageUpgrade = app.getUpgradeHandler();
http.on("request", (request, response) => {
  noteOrigin(request);
  if (request.url?.startsWith("/apps/")) return void pusher.api(request, response);
  if (!isReadable(request)) return response.writeHead(400).end();
  holdBody(request);
  incoming.run(request, () => void page(request, response));
});
http.on("upgrade", (request, socket, head) => {
  noteOrigin(request);
  if (request.url?.startsWith("/socket.io/")) return;
  if (request.url?.startsWith("/app/")) pusher.upgrade(request, socket, head);
  // Next upgrades only while developing; otherwise it would leave the connection open for ever.
  else if (dev && isReadable(request)) void pageUpgrade(request, socket, head);
  else refuseUpgrade(socket);
});
const seen = (device: DeviceLease) => void renewLeases(database, new Date(), [device]);
const sockets = openSocketDoor(http, presence, seen);
const pusher = openPusherDoor(settings.pusherApp, presence, seen);
const driver = openDriver(settings, log);
for (const door of [sockets, pusher, driver, reportsTo(log)]) if (door) publisher.add(door);
const sweeps = await startSweeps((device) => sockets.holds(device) || pusher.holds(device));
const closeDoors = () => Promise.all([sockets.close(), pusher.close()]);
drainOnSignal(http, log, [closeDoors, () => sweeps.stop(), () => driver?.close(), () => database.close()]);

http.listen(settings.port, settings.host ?? undefined, () => {
  log.info({ app_id: settings.pusherApp.appId, key: settings.pusherApp.key }, "Pusher clients connect with this key");
  log.info({ url: urlOf(http) }, "Nida is ready");
});
