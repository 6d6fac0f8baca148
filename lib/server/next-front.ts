import type { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { IncomingMessage, Server, ServerResponse } from "node:http";
import { isReadable, noteOrigin, refuseUpgrade, type Trusts } from "./front";
import { holdBody } from "./front-body";
import type { Metrics } from "./metrics/metrics";
import { timePages } from "./metrics/time-pages";

/** A file over a slow line takes its time; headers are still given a minute. In milliseconds. */
export const REQUEST_TIMEOUT_MS = 15 * 60_000;

/** Takes in a message of Node's channel `http.server.request.start` (Node.js, "Diagnostics Channel"). */
function isArrival(
  message: unknown,
): message is { request: IncomingMessage; response: ServerResponse; server: Server } {
  return (
    typeof message === "object" &&
    message !== null &&
    "request" in message &&
    message.request instanceof IncomingMessage &&
    "response" in message &&
    message.response instanceof ServerResponse &&
    "server" in message &&
    message.server instanceof Server
  );
}

/**
 * Does with every request what server.ts does, where Next has the HTTP server to itself (`next start`): notes where it
 * comes from, holds its body, lets routes find it. Answers the server, once it has had a request.
 */
export function standBeforeNext(
  incoming: AsyncLocalStorage<IncomingMessage>,
  metrics: Metrics,
  trusts: Trusts,
): () => Server | null {
  let known: Server | null = null;
  subscribe("http.server.request.start", (message) => {
    if (!isArrival(message)) return;
    const { request, response, server } = message;
    if (server !== known) settle(server);
    known = server;
    noteOrigin(request, trusts);
    // Next would fail on it; at this address the API says that there is nothing.
    if (!isReadable(request)) {
      const headers = { ...request.headers, host: "localhost", "x-forwarded-host": "localhost" };
      Object.assign(request, { url: "/api/unreadable", method: "GET", headers });
    }
    holdBody(request);
    timePages(request, response, metrics);
    incoming.enterWith(request);
  });
  return () => known;
}

function settle(server: Server): void {
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  // Next upgrades only while developing; otherwise it would leave the connection open for ever.
  server.removeAllListeners("upgrade");
  server.on("upgrade", (_, connection) => refuseUpgrade(connection));
}
