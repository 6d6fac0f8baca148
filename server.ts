import { createServer } from "node:http";
import next from "next";
import { readSettings } from "@/lib/server/env";
import { listen, openHouse } from "@/lib/server/house";
import { openResources } from "@/lib/server/open-resources";

const settings = readSettings(process.env);
const house = await openResources(settings);

// NextAuth reads its own settings from the environment; without a public URL it follows the request's host.
if (!settings.publicUrl) process.env.AUTH_TRUST_HOST = "true";

const dev = process.env.NODE_ENV === "development";
// Next listens for upgrades on the server it is given, for every one of them; this one never listens, and is told of
// those that the house leaves to the pages: while developing the browser waits for one before a page comes alive.
const upgrades = createServer();
const app = next({
  dev,
  dir: import.meta.dirname,
  hostname: settings.host ?? "localhost",
  port: settings.port,
  httpServer: upgrades,
});
await app.prepare();
const http = await openHouse(house, {
  request: app.getRequestHandler(),
  // Next upgrades only while developing; otherwise it would leave the connection open for ever.
  upgrade: dev ? (...upgrade) => upgrades.emit("upgrade", ...upgrade) || upgrade[1].destroy() : null,
});
listen(http, house);
