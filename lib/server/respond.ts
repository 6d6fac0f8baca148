import { refuse } from "@/lib/domain/errors";
import { type Caller, identify, requestIdOf } from "./caller";
import { type Refusal, refusalOf } from "./execute";
import { isForm, letPass, MAX_PLAIN_BYTES } from "./front-body";
import { resources } from "./resources";
import { type LimitState, limitHeaders } from "./throttle";

/** Next answers no parameters where the address has none. */
export type Handler = (request: Request, context: { params: Promise<object | undefined> }) => Promise<Response>;
export type Work = (request: Request, params: Record<string, string>, caller: Caller) => Promise<Response>;

/** A route handler around `work`: who calls, from where, and a refusal in their language if it fails. */
export function respond(name: string, work: Work, refuseWith: (refused: Refusal) => Response = refusal): Handler {
  return async (request, context) => {
    const began = performance.now();
    const counted: LimitState[] = [];
    const headers = Object.fromEntries(request.headers);
    const requestId = requestIdOf(headers);
    const response = await answer(request, context.params, { name, work, refuseWith, counted, headers, requestId });
    for (const [header, value] of limitHeaders(counted)) response.headers.set(header, value);
    response.headers.set("X-Request-Id", requestId);
    const { metrics, log } = resources();
    const ms = performance.now() - began;
    metrics?.answered(name, response.status, ms / 1000);
    const facts = { operation: name, status: response.status, ms: Math.round(ms), request_id: requestId };
    log.debug(facts, "request");
    return response;
  };
}

interface Answering {
  name: string;
  work: Work;
  refuseWith(refused: Refusal): Response;
  counted: LimitState[];
  headers: Record<string, string>;
  requestId: string;
}

async function answer(request: Request, params: Promise<object | undefined>, answering: Answering) {
  const { name, work, refuseWith, counted, headers, requestId } = answering;
  let caller: Caller | undefined;
  try {
    caller = { ...(await identify(headers)), requestId };
    refuseTooLarge(request);
    caller.onCounted = (state) => void counted.push(state);
    refuseForeignOrigin(request, caller);
    return await work(request, Object.fromEntries(Object.entries((await params) ?? {})), caller);
  } catch (error) {
    return refuseWith(refusalOf(error, caller ?? { locale: resources().settings.defaultLocale, requestId }, name));
  } finally {
    const incoming = resources().incoming?.getStore();
    if (incoming) letPass(incoming);
  }
}

/** A form has limits of its own; nothing else is as long as that. */
function refuseTooLarge({ headers }: Request): void {
  const declared = Number(headers.get("content-length") ?? 0);
  if (declared > MAX_PLAIN_BYTES && !isForm(headers.get("content-type"))) throw refuse("too_large");
}

/** A cookie is sent by the browser whoever asks, so whoever changes something with it must be a page of ours. */
function refuseForeignOrigin(request: Request, caller: Caller): void {
  if (caller.via !== "cookie" || request.method === "GET") return;
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const ours = origin === caller.origin || (origin === null && (site === "same-origin" || site === null));
  if (!ours) throw refuse("forbidden");
}

export function refusal({ http, retryAfterSeconds, ...rest }: Refusal): Response {
  const headers: HeadersInit = retryAfterSeconds ? { "Retry-After": String(retryAfterSeconds) } : {};
  return Response.json({ status: false, ...rest }, { status: http, headers });
}

/** Answers every call with one refusal, in the caller's language. */
export function refuseAll(code: "not_found" | "method_not_allowed" | "too_large"): Handler {
  return respond(`refuse.${code}`, async () => {
    throw refuse(code);
  });
}
