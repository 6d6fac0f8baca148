import { createServer } from "node:http";
import next from "next";
import { readSettings } from "@/lib/server/env";
import { urlOf } from "@/lib/server/front";
import { openHouse } from "@/lib/server/house";
import { openResources } from "@/lib/server/open-resources";

const settings = readSettings(process.env);
const house = await openResources(settings);

// NextAuth reads its own settings from the environment; without a public URL it follows the request's host.
if (!settings.publicUrl) process.env.AUTH_TRUST_HOST = "true";

const dev = process.env.NODE_ENV === "development";
const app = next({
  dev,
  dir: import.meta.dirname,
  hostname: settings.host ?? "localhost",
  port: settings.port,
  // Next would take every upgrade of the server it is given; this one never listens, and the house sends upgrades here.
  httpServer: createServer(),
});
await app.prepare();
const http = await openHouse(house, {
  request: app.getRequestHandler(),
  // Next upgrades only while developing; otherwise it would leave the connection open for ever.
  upgrade: dev ? app.getUpgradeHandler() : null,
});

http.listen(settings.port, settings.host ?? undefined, () => {
  const { appId: app_id, key } = settings.pusherApp;
  house.log.info({ app_id, key }, "Pusher clients connect with this key");
  house.log.info({ url: urlOf(http) }, "Nida is ready");
});
