import type { IncomingMessage, ServerResponse } from "node:http";
import { readSettings } from "@/lib/server/env";
import { listen, openHouse } from "@/lib/server/house";
import { answerMetrics } from "@/lib/server/metrics/answer";
import { openResources } from "@/lib/server/open-resources";
import { answerLive, answerReady } from "@/lib/server/probes";
import { refuseAll } from "@/lib/server/respond";

// The sockets alone, with the sweeps and the rings: pages and REST are at another host (docs/SPLIT.md).
const house = await openResources(readSettings(process.env, "socket"));

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
listen(http, house);
