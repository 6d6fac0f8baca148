import { readdirSync, readFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listMessages, sendMessage } from "@/lib/domain/chat";
import { operations } from "@/lib/domain/operations";
import { methods } from "./methods";
import { route } from "./route";
import { type Routes, serveRoutes } from "./testing/route-server";

const listed = "https://app.example.org";
const ours = "https://nida.example.org";
const path = "/api/chat/conversations/7/messages";
let world: Awaited<ReturnType<typeof serveRoutes>>;
beforeAll(async () => {
  const exported = methods({ GET: route(listMessages), POST: route(sendMessage) });
  const shape = /^\/api\/chat\/conversations\/(?<conversation_id>\d+)\/messages/;
  const routes = Object.entries(exported).map(([verb, handler]): Routes[number] => [verb, shape, handler]);
  world = await serveRoutes(routes, { ALLOWED_ORIGINS: listed, NEXTAUTH_URL: ours });
});
afterAll(() => world.stop());

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** `fetch` forbids itself to name an origin. */
function ask(method: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { hostname: host, port } = new URL(world.url);
    const asked = httpRequest({ host, port, method, path, headers, agent: false }, (answer) => {
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

describe("an address of the REST API", () => {
  it("lets go of a body that HEAD does not want", async () => {
    let open = true;
    const cancel = () => {
      open = false;
    };
    const answer = async () => new Response(new ReadableStream({ cancel }));
    const address = methods({ GET: answer });
    const ask = (method: string) => address.GET(new Request(ours, { method }), { params: Promise.resolve({}) });
    await ask("GET");
    expect(open).toBe(true);
    await ask("HEAD");
    expect(open).toBe(false);
  });

  it("refuses a method that it does not have, and says which it has", async () => {
    const refused = await ask("PUT");
    expect(refused.status).toBe(405);
    expect(refused.headers.allow).toBe("GET, POST, HEAD, OPTIONS");
    const body = { status: false, code: "method_not_allowed", message: expect.stringMatching(/[\u0600-\u06ff]/) };
    expect(JSON.parse(refused.text)).toEqual(body);
    const english = await ask("DELETE", { "Accept-Language": "en" });
    expect(JSON.parse(english.text)).toEqual({ ...body, message: expect.stringMatching(/^[A-Z][\x20-\x7e]+$/) });
  });

  it("refuses by its length what is too large to be JSON", async () => {
    const refused = await ask("POST", { "Content-Length": String(1024 * 1024 + 1) });
    expect(refused.status).toBe(413);
    expect(JSON.parse(refused.text)).toMatchObject({ status: false, code: "too_large" });
    const form = { "Content-Length": "0", "Content-Type": "multipart/form-data; boundary=x" };
    expect((await ask("POST", form)).status, "a form is let through").toBe(401);
  });

  it("lets pages of listed origins and of installed apps ask, never with cookies", async () => {
    for (const origin of [listed, "capacitor://localhost"]) {
      const preflight = await ask("OPTIONS", { Origin: origin, "Access-Control-Request-Method": "POST" });
      expect(preflight.status).toBe(204);
      expect(preflight.headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET, POST, HEAD, OPTIONS",
        "access-control-allow-headers": expect.stringContaining("Authorization"),
        vary: "Origin",
      });
      const answer = await ask("GET", { Origin: origin });
      expect(answer.status, "refusals can be read as well").toBe(401);
      expect(answer.headers).toMatchObject({
        "access-control-allow-origin": origin,
        "access-control-expose-headers": expect.stringContaining("Retry-After"),
      });
      for (const { headers } of [preflight, answer]) {
        expect(headers).not.toHaveProperty("access-control-allow-credentials");
      }
    }
    expect((await ask("PUT", { Origin: listed })).headers["access-control-allow-origin"]).toBe(listed);
  });

  it("lets nobody else's page read anything", async () => {
    const foreign = ["https://evil.example", "null", `${listed}.evil.example`, "http://capacitor://localhost", ours];
    for (const origin of foreign) {
      for (const method of ["OPTIONS", "GET"]) {
        const { headers } = await ask(method, { Origin: origin });
        expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
        expect(headers.vary).toBe("Origin");
      }
    }
  });
});

const fileOf = (rest: string) =>
  join("app/api", rest.split(" ")[1]?.replaceAll("{", "[").replaceAll("}", "]") ?? "", "route.ts");

it("is answered by the file of its name, by the methods of its operations and no others", () => {
  const files = readdirSync("app/api", { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith("route.ts"),
  );
  for (const file of files) {
    const source = readFileSync(join("app/api", file), "utf8");
    // NextAuth knows its own methods.
    if (!file.startsWith("auth/"))
      expect(source, file).toContain("{ GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({");
  }
  for (const { rest } of operations) {
    if (rest) expect(readFileSync(fileOf(rest), "utf8"), rest).toMatch(new RegExp(`\\b${rest.split(" ")[0]}: \\w`));
  }
});
