import type { IncomingMessage, ServerResponse } from "node:http";
import { readSettings } from "@/lib/server/env";
import { urlOf } from "@/lib/server/front";
import { openHouse } from "@/lib/server/house";
import { answerMetrics } from "@/lib/server/metrics/answer";
import { openResources } from "@/lib/server/open-resources";
import { answerLive, answerReady } from "@/lib/server/probes";
import { refuseAll } from "@/lib/server/respond";

// The sockets alone, with the sweeps and the rings: pages and REST are at another host (docs/SPLIT.md).
const house = await openResources(readSettings(process.env, "socket"));
const { settings, log } = house;

/** What an operator asks of every process; all else is at the other host. */
const routes = new Map([
  ["/api/health/live", answerLive],
  ["/api/health/ready", answerReady],
  ["/api/metrics", answerMetrics],
]);
const notFound = refuseAll("not_found");

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split("?")[0] ?? "";
  const handler = (request.method === "GET" && routes.get(path)) || notFound;
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const answered = await handler(new Request(`http://nida${path}`, { headers }), { params: Promise.resolve({}) });
  response.writeHead(answered.status, Object.fromEntries(answered.headers)).end(await answered.text());
}

const http = await openHouse(house, { request: (request, response) => void answer(request, response), upgrade: null });
http.listen(settings.port, settings.host ?? undefined, () => {
  const { appId: app_id, key } = settings.pusherApp;
  log.info({ app_id, key }, "Pusher clients connect with this key");
  log.info({ url: urlOf(http) }, "Nida is ready");
});
