import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { operations } from "@/lib/domain/operations";
import { openApiFront } from "./api-front";
import { noteOrigin } from "./front";
import { serveRoutes } from "./testing/route-server";

const listed = "https://app.example.org";
let world: Awaited<ReturnType<typeof serveRoutes>>;
let port = 0;
const server = createServer();
beforeAll(async () => {
  world = await serveRoutes([], { ALLOWED_ORIGINS: listed });
  const front = openApiFront(operations);
  server.on("request", (request, response) => {
    noteOrigin(request);
    if (!front(request, response)) response.end("let through");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  port = typeof address === "object" ? (address?.port ?? 0) : 0;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await world.stop();
});

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** `fetch` forbids itself to name an origin. */
function ask(method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent: false }, (answer) => {
      let text = "";
      answer.on("data", (chunk) => {
        text += chunk;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

describe("the front of the REST API", () => {
  it("refuses a method that an address does not have, and says which it has", async () => {
    const refused = await ask("PUT", "/api/chat/conversations/7/messages?x=1");
    expect(refused.status).toBe(405);
    expect(refused.headers.allow).toBe("GET, POST, HEAD, OPTIONS");
    const body = { status: false, code: "method_not_allowed", message: expect.stringMatching(/[\u0600-\u06ff]/) };
    expect(JSON.parse(refused.text)).toEqual(body);
    const english = await ask("DELETE", "/api/login", { "Accept-Language": "en" });
    expect(JSON.parse(english.text)).toEqual({ ...body, message: expect.stringMatching(/^[A-Z][\x20-\x7e]+$/) });
  });

  it("takes an address with more words of its own before one with a place for anything", async () => {
    expect((await ask("DELETE", "/api/friends/requests")).status, "not the friend called requests").toBe(405);
    expect((await ask("DELETE", "/api/friends/7")).text).toBe("let through");
    expect((await ask("HEAD", "/api/me")).status).toBe(200);
    expect((await ask("PUT", "/api/health/live")).text, "no operation's").toBe("let through");
    expect((await ask("PUT", "/login")).text, "no call").toBe("let through");
  });

  it("refuses by its length what is too large to be JSON, and lets a form through", async () => {
    const length = { "Content-Length": String(1024 * 1024 + 1) };
    const refused = await ask("POST", "/api/login", length);
    expect(refused).toMatchObject({ status: 413, headers: { connection: "close" } });
    expect(JSON.parse(refused.text)).toMatchObject({ status: false, code: "too_large" });
    const form = { ...length, "Content-Type": "multipart/form-data; boundary=x" };
    expect((await ask("POST", "/api/uploads", form)).text).toBe("let through");
  });

  it("lets pages of listed origins and of installed apps ask, never with cookies", async () => {
    for (const origin of [listed, "capacitor://localhost"]) {
      const asked = { Origin: origin, "Access-Control-Request-Method": "PATCH" };
      const preflight = await ask("OPTIONS", "/api/me", asked);
      expect(preflight.status).toBe(204);
      expect(preflight.headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "DELETE, GET, PATCH, HEAD, OPTIONS",
        "access-control-allow-headers": expect.stringContaining("Authorization"),
        vary: "Origin",
      });
      const answer = await ask("GET", "/api/me", { Origin: origin });
      expect(answer.headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-expose-headers": expect.stringContaining("Retry-After"),
      });
      for (const { headers } of [preflight, answer]) {
        expect(headers).not.toHaveProperty("access-control-allow-credentials");
      }
    }
    const refused = await ask("PUT", "/api/me", { Origin: listed });
    expect(refused.headers["access-control-allow-origin"], "refusals can be read as well").toBe(listed);
    expect((await ask("OPTIONS", "/broadcasting/auth", { Origin: listed })).status).toBe(204);
  });

  it("lets nobody else's page read anything", async () => {
    const foreign = ["https://evil.example", "null", `${listed}.evil.example`, "http://capacitor://localhost"];
    for (const origin of foreign) {
      for (const method of ["OPTIONS", "GET"]) {
        const { headers } = await ask(method, "/api/me", { Origin: origin });
        expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
        expect(headers.vary).toBe("Origin");
      }
    }
  });
});

it("knows every address by the file that answers it", () => {
  for (const { rest } of operations) {
    const path = rest?.split(" ")[1]?.replaceAll("{", "[").replaceAll("}", "]");
    if (path) expect(existsSync(`app/api${path}/route.ts`), path).toBe(true);
  }
});
