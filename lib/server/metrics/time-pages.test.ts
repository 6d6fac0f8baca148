import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, vi } from "vitest";
import { createMetrics } from "./metrics";
import { timePages } from "./time-pages";

it("times what is no operation by its kind and status, and nothing by its address", async () => {
  const metrics = createMetrics();
  const server = createServer((request, response) => {
    timePages(request, response, metrics);
    response.writeHead(request.url === "/chat/7" ? 200 : 404).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const paths = ["/chat/7", "/profile/sara", "/_next/a.js", "/api/auth/csrf", "/api/me", "/broadcasting/auth"];
  for (const path of paths) await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
  // The client may have the answer before the server knows that it is out.
  await vi.waitFor(
    async () => {
      const lines = (await metrics.text()).split("\n").filter((line) => line.includes("_duration_seconds_count{"));
      expect(lines.filter((line) => line.startsWith("nida_http")).sort()).toEqual([
        'nida_http_request_duration_seconds_count{operation="asset",status="404"} 1',
        'nida_http_request_duration_seconds_count{operation="page",status="200"} 1',
        'nida_http_request_duration_seconds_count{operation="page",status="404"} 1',
        'nida_http_request_duration_seconds_count{operation="sign-in",status="404"} 1',
      ]);
    },
    { timeout: 10_000 },
  );
  server.closeAllConnections();
  server.close();
});
