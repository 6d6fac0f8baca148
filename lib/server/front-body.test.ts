import { once } from "node:events";
import { createServer, request as httpRequest, type IncomingMessage } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { holdBody, letPass } from "./front-body";

const MB = 1024 * 1024;
/** What the kernel may hold for both ends of a connection stays far below. */
const LARGE = 64 * MB;

let came: IncomingMessage[];
let buffered = 0;
// As Next takes a body: at once, and as fast as it comes.
const server = createServer((request) => {
  holdBody(request);
  came.push(request);
  request.on("error", () => undefined);
  request.on("data", (chunk: Buffer) => {
    buffered += chunk.length;
  });
});
beforeEach(async () => {
  came = [];
  buffered = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function send(path: string, type: string, size: object = { "Content-Length": LARGE }): Promise<IncomingMessage> {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  const headers = { "Content-Type": type, ...size };
  const sent = httpRequest({ host: "127.0.0.1", port, path, method: "POST", headers });
  sent.on("error", () => undefined);
  sent.end(Buffer.alloc(LARGE));
  await vi.waitFor(() => expect(came).toHaveLength(1), 5000);
  await wait(300);
  const [request] = came;
  if (!request) throw new Error("nothing came");
  return request;
}

it("a form waits at its sender until it is taken, and passes when nobody takes it", async () => {
  const request = await send("/api/uploads", "multipart/form-data; boundary=B");
  expect(buffered).toBe(0);
  expect(request.socket.bytesRead).toBeLessThan(8 * MB);
  letPass(request);
  await vi.waitFor(() => expect(request.socket.bytesRead).toBeGreaterThan(LARGE), 15_000);
  expect(buffered).toBe(0);
});

it.each([
  ["/api/login", "application/json"],
  ["/api/auth/callback/credentials", "multipart/form-data; boundary=B"],
  ["/login", "multipart/form-data; boundary=B"],
])("any other body is cut off where it grows large: %s", async (path, type) => {
  const request = await send(path, type, { "Transfer-Encoding": "chunked" });
  await vi.waitFor(() => expect(request.socket.destroyed).toBe(true), 5000);
  expect(buffered).toBeLessThanOrEqual(MB);
});

it("one that says how large it is passes by, so that its sender can read the refusal", async () => {
  const request = await send("/api/login", "application/json");
  await vi.waitFor(() => expect(request.socket.bytesRead).toBeGreaterThan(LARGE), 15_000);
  expect(request.socket.destroyed).toBe(false);
  expect(buffered).toBe(0);
});
