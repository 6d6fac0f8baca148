import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createPublisher } from "@/lib/server/broadcast/publisher";
import { readSettings, type Settings } from "@/lib/server/env";
import { holdBody } from "@/lib/server/front-body";
import { createLog } from "@/lib/server/log";
import { createMetrics } from "@/lib/server/metrics/metrics";
import { provide } from "@/lib/server/resources";
import type { Handler } from "@/lib/server/respond";
import { openStorage } from "@/lib/server/storage";
import { createThrottle } from "@/lib/server/throttle";
import { scratchSqlite } from "./databases";

/** As Next 16 makes a body (`NodeNextRequest.stream`): it takes whatever comes, however fast. */
function bodyOf(request: IncomingMessage): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      request.on("data", (chunk) => controller.enqueue(new Uint8Array(chunk)));
      request.on("end", () => controller.close());
      request.on("error", (error) => controller.error(error));
    },
  });
}

export type Routes = [method: string, path: RegExp, handler: Handler][];

/** Route handlers behind a real HTTP server, given their requests as Next gives them; on a database and a folder of their own. */
export async function serveRoutes(routes: Routes, env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "nida-routes-"));
  const database = await scratchSqlite();
  const settings: Settings = readSettings({ DATA_DIR: folder, LOG_LEVEL: "fatal", ...env });
  const log = createLog(settings);
  const incoming = new AsyncLocalStorage<IncomingMessage>();
  const presence = { online: async () => new Set<number>() };
  const storage = openStorage(settings);
  const publisher = createPublisher(log);
  provide({
    settings,
    log,
    database,
    presence,
    storage,
    publisher,
    incoming,
    throttle: createThrottle(settings),
    metrics: createMetrics(),
  });
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    holdBody(request);
    incoming.run(request, async () => {
      const { method = "GET", url = "/" } = request;
      const found = routes.find(([verb, path]) => verb === method && path.test(url));
      if (!found) return response.writeHead(404).end();
      const [, path, handler] = found;
      const body = method === "GET" ? undefined : bodyOf(request);
      const init = { method, headers: request.headers as Record<string, string>, body, duplex: "half" };
      const params = Promise.resolve({ ...path.exec(url)?.groups });
      const answer = await handler(new Request(`http://nida.test${url}`, init), { params });
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      if (answer.body) Readable.fromWeb(answer.body as import("node:stream/web").ReadableStream).pipe(response);
      else response.end();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`,
    database,
    folder,
    /** every request that came, as Node has it */
    seen,
    async stop() {
      server.closeAllConnections();
      server.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
