import { originKind } from "./origins";
import { type Handler, refuseAll } from "./respond";

const verbs = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Verb = (typeof verbs)[number];
type Exports = Record<Verb | "OPTIONS", Handler>;

/** What REST calls of other origins may send and read (Fetch Standard, 3.2). Cookies are never theirs to send. */
const mayAsk = {
  "Access-Control-Allow-Headers": "Authorization, Content-Type, Accept-Language, If-None-Match, Range",
  "Access-Control-Max-Age": "600",
};
const mayRead = "ETag, Retry-After, RateLimit, RateLimit-Policy, Nida-Now, X-Request-Id, Content-Disposition";

/**
 * What the route file of one address exports: who may read the answer (CORS), and for every method that the address does
 * not take, a refusal that says which it does (405 with `Allow`).
 */
export function methods(handlers: Partial<Record<Verb, Handler>>): Exports {
  const taken = verbs.filter((verb) => handlers[verb]);
  const allow = [...taken, ...(handlers.GET ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const notAllowed = adding({ Allow: allow }, refuseAll("method_not_allowed"));
  const [GET, POST, PUT, PATCH, DELETE] = verbs.map((verb) => shared(handlers[verb] ?? notAllowed));
  return { GET, POST, PUT, PATCH, DELETE, OPTIONS: shared(preflight(allow)) } as Exports;
}

/** An answer that pages of ours, of listed origins and of installed apps may read. */
function shared(handler: Handler): Handler {
  return async (request, context) => {
    const response = await handler(request, context);
    // Next answers HEAD by GET and leaves the body where it is: a file would stay open.
    if (request.method === "HEAD") await response.body?.cancel();
    response.headers.append("Vary", "Origin");
    if (mayShare(request)) {
      response.headers.set("Access-Control-Allow-Origin", request.headers.get("origin") ?? "");
      response.headers.set("Access-Control-Expose-Headers", mayRead);
    }
    return response;
  };
}

const mayShare = (request: Request) => originKind(Object.fromEntries(request.headers)) === "allowed";

function preflight(allow: string): Handler {
  return async (request) => {
    const headers = { Allow: allow, ...(mayShare(request) && { "Access-Control-Allow-Methods": allow, ...mayAsk }) };
    return new Response(null, { status: 204, headers });
  };
}

function adding(headers: Record<string, string>, handler: Handler): Handler {
  return async (request, context) => {
    const response = await handler(request, context);
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  };
}
