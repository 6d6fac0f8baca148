import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "./metrics";

/** Times pages, what they load, and the browser's sign-in (NextAuth); operations are timed by their names (`respond`). */
export function timePages(request: IncomingMessage, response: ServerResponse, metrics: Metrics): void {
  const path = request.url ?? "";
  if (/^\/(api\/(?!auth\/)|broadcasting\/)/.test(path)) return;
  const began = performance.now();
  const kind = path.startsWith("/_next/") ? "asset" : path.startsWith("/api/") ? "sign-in" : "page";
  response.once("finish", () => metrics.answered(kind, response.statusCode, (performance.now() - began) / 1000));
}
