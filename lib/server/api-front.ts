import type { IncomingMessage, ServerResponse } from "node:http";
import type { Operation } from "@/lib/domain/operation";
import { isForm, MAX_PLAIN_BYTES } from "./front-body";
import { originKind } from "./origins";
import { refuseAll } from "./respond";

/** One address of the REST API and the methods that it takes. */
interface Address {
  shape: RegExp;
  methods: string[];
}

/** What REST calls of other origins may send and read (Fetch Standard, 3.2). Cookies are never theirs to send. */
const forOthers = {
  "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept-Language, If-None-Match, Range",
  "Access-Control-Expose-Headers":
    "ETag, Retry-After, RateLimit, RateLimit-Policy, Nida-Now, X-Request-Id, Content-Disposition",
  "Access-Control-Max-Age": "600",
};

/** The addresses that operations name; where two fit, the one with the more of its own words comes first, as in Next. */
export function addressesOf(operations: Pick<Operation, "rest">[]): Address[] {
  const methods = new Map<string, string[]>();
  for (const { rest } of operations) {
    const [method, path] = rest?.split(" ") ?? [];
    if (method && path) methods.set(path, [...(methods.get(path) ?? []), method]);
  }
  // "{" sorts behind every letter.
  return [...methods.keys()].sort().map((path) => {
    const taken = methods.get(path) ?? [];
    const shape = new RegExp(`^/api${path.replaceAll(/\{\w+\}/g, "[^/]+")}/?$`);
    return { shape, methods: [...taken, ...(taken.includes("GET") ? ["HEAD"] : []), "OPTIONS"] };
  });
}

const notAllowed = refuseAll("method_not_allowed");
const tooLarge = refuseAll("too_large");

/**
 * What all REST calls have in common before any of them runs: who may read the answer (CORS), which methods an address
 * takes (405 with `Allow`), and that a body is not too large. True: the request is answered.
 */
export function openApiFront(operations: Pick<Operation, "rest">[]) {
  const addresses = addressesOf(operations);
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const path = request.url?.split("?")[0] ?? "";
    if (!/^\/(api|broadcasting)\//.test(path)) return false;
    response.appendHeader("Vary", "Origin");
    const kind = originKind(request.headers);
    if (kind === "allowed") {
      response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "");
      response.setHeader("Access-Control-Expose-Headers", forOthers["Access-Control-Expose-Headers"]);
    }
    const methods = addresses.find(({ shape }) => shape.test(path))?.methods;
    if (request.method === "OPTIONS" && (methods || kind === "allowed")) {
      preflight(response, methods ?? ["GET", "POST", "OPTIONS"], kind === "allowed");
      return true;
    }
    if (methods && !methods.includes(request.method ?? "")) {
      response.setHeader("Allow", methods.join(", "));
      void send(request, response, notAllowed);
      return true;
    }
    const size = Number(request.headers["content-length"] ?? 0);
    if (size > MAX_PLAIN_BYTES && !isForm(request.headers["content-type"])) {
      response.setHeader("Connection", "close");
      void send(request, response, tooLarge);
      return true;
    }
    return false;
  };
}

function preflight(response: ServerResponse, methods: string[], allowed: boolean): void {
  response.setHeader("Allow", methods.join(", "));
  if (allowed) {
    response.setHeader("Access-Control-Allow-Methods", methods.join(", "));
    response.setHeader("Access-Control-Allow-Headers", forOthers["Access-Control-Allow-Headers"]);
    response.setHeader("Access-Control-Max-Age", forOthers["Access-Control-Max-Age"]);
  }
  response.writeHead(204).end();
}

/** Answers with a route handler of the API, without Next. */
async function send(request: IncomingMessage, response: ServerResponse, handler: ReturnType<typeof refuseAll>) {
  request.resume();
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const asked = new Request(`http://nida${request.url ?? "/"}`, { headers });
  const answer = await handler(asked, { params: Promise.resolve({}) });
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
}
