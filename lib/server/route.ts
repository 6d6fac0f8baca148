import { z } from "zod";
import { OperationError, refuse, refuseField } from "@/lib/domain/errors";
import type { Operation } from "@/lib/domain/operation";
import { catalogueOf } from "@/lib/i18n/translate";
import { type Caller, identify } from "./caller";
import { execute, type Refusal, refusalOf } from "./execute";
import { resources } from "./resources";

/** JSON bodies are small; files have their own way in. */
const MAX_JSON_BYTES = 256 * 1024;

type Params = { params: Promise<Record<string, string>> };
type Handler = (request: Request, context: Params) => Promise<Response>;

export interface RouteOptions {
  /** the input field that takes the bytes of the multipart field of the same name (RFC 7578) */
  file?: string;
}

/** A REST call made of an operation: identity, input, envelope, status. The handler holds no logic of its own. */
export function route(op: Operation, options: RouteOptions = {}): Handler {
  return respond(op.name, async (request, params, caller) => {
    const body = options.file ? await readFile(request, options.file) : await readJson(request);
    const output = await execute(op, caller, { ...body, ...fromUrl(op, request, params) });
    // By it a client knows how far its own clock is off, so that both screens of a call show the same time.
    return Response.json(envelope(op, output, caller), { headers: { "Nida-Now": `${Date.now()}` } });
  });
}

/** Whatever the reason, Pusher's clients know one refusal; "later" and "our fault" stay what they are. */
const forbidden = (refused: Refusal) => refusal({ ...refused, http: refused.http < 429 ? 403 : refused.http });

/** An authorisation as Pusher's clients ask for it: form or JSON, and the bare output as the answer. */
export function authRoute(op: Operation): Handler {
  const work: Work = async (request, _, caller) => {
    const body = isForm(request) ? await readForm(request) : await readJson(request);
    return Response.json(await execute(op, caller, body), { headers: { "Cache-Control": "no-store" } });
  };
  return respond(op.name, work, forbidden);
}

/** Answers the bytes that an operation gives as `{ bytes, content_type, cache_control }`. */
export function bytesRoute(op: Operation<z.ZodType, typeof Bytes>): Handler {
  return respond(op.name, async (request, params, caller) => {
    const { bytes, content_type, cache_control } = await execute(op, caller, fromUrl(op, request, params));
    return new Response(bytes, {
      headers: {
        "Content-Type": content_type,
        "Cache-Control": cache_control,
        "Content-Security-Policy": "sandbox; default-src 'none'",
      },
    });
  });
}

export const Bytes = z.object({
  bytes: z.custom<Uint8Array<ArrayBuffer>>((value) => value instanceof Uint8Array),
  content_type: z.string(),
  cache_control: z.string(),
});

type Work = (request: Request, params: Record<string, string>, caller: Caller) => Promise<Response>;

function respond(name: string, work: Work, refuseWith: (refused: Refusal) => Response = refusal): Handler {
  return async (request, context) => {
    let caller: Caller | undefined;
    try {
      caller = await identify(Object.fromEntries(request.headers));
      refuseForeignOrigin(request, caller);
      return await work(request, await context.params, caller);
    } catch (error) {
      return refuseWith(refusalOf(error, caller ?? { locale: resources().settings.defaultLocale }, name));
    }
  };
}

/** A cookie is sent by the browser whoever asks, so whoever changes something with it must be a page of ours. */
function refuseForeignOrigin(request: Request, caller: Caller): void {
  if (caller.via !== "cookie" || request.method === "GET") return;
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  const ours = origin === caller.origin || (origin === null && (site === "same-origin" || site === null));
  if (!ours) throw refuse("forbidden");
}

async function readJson(request: Request): Promise<Record<string, unknown>> {
  if (request.method === "GET" || !request.body) return {};
  if (Number(request.headers.get("content-length") ?? 0) > MAX_JSON_BYTES) throw new OperationError("too_large");
  const text = await readText(request.body, MAX_JSON_BYTES);
  if (text === "") return {};
  if (!/^application\/(.+\+)?json\b/i.test(request.headers.get("content-type") ?? "application/json")) {
    throw new OperationError("unsupported_media");
  }
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    throw refuseField("body", "bad_json");
  }
  throw refuseField("body", "wrong_type");
}

/** `application/x-www-form-urlencoded` (WHATWG URL, 5). */
function isForm(request: Request): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(request.headers.get("content-type") ?? "");
}

async function readForm(request: Request): Promise<Record<string, unknown>> {
  return request.body ? Object.fromEntries(new URLSearchParams(await readText(request.body, MAX_JSON_BYTES))) : {};
}

async function readText(stream: ReadableStream<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > limit) throw new OperationError("too_large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function readFile(request: Request, field: string): Promise<Record<string, unknown>> {
  if (!/^multipart\/form-data\b/i.test(request.headers.get("content-type") ?? "")) {
    throw new OperationError("unsupported_media");
  }
  const limit = resources().settings.maxUploadBytes;
  if (Number(request.headers.get("content-length") ?? Number.POSITIVE_INFINITY) > limit + 10_000) {
    throw new OperationError("too_large");
  }
  const form = await request.formData().catch(() => {
    throw refuseField("body", "invalid_value");
  });
  const file = form.get(field);
  if (!(file instanceof File)) throw refuseField(field, "required");
  if (file.size > limit) throw new OperationError("too_large");
  return { [field]: new Uint8Array(await file.arrayBuffer()) };
}

/** Path and query are text; where the schema wants a number or a boolean, text that is one becomes one. */
function fromUrl(op: Operation, request: Request, params: Record<string, string>): Record<string, unknown> {
  const shape = op.input instanceof z.ZodObject ? op.input.shape : {};
  const texts = { ...Object.fromEntries(new URL(request.url).searchParams), ...params };
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, coerce(shape[name], text)]));
}

function coerce(schema: z.core.$ZodType | undefined, text: string): unknown {
  let inner = schema;
  while (inner && (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodNullable)) {
    inner = inner.unwrap();
  }
  if (inner instanceof z.ZodNumber && /^\d{1,15}$/.test(text)) return Number(text);
  if (inner instanceof z.ZodBoolean && /^(1|true)$/.test(text)) return true;
  if (inner instanceof z.ZodBoolean && /^(0|false)$/.test(text)) return false;
  return text;
}

function envelope(op: Operation, output: unknown, caller: Caller) {
  const done: Record<string, string> = catalogueOf(caller.locale).done;
  const message = op.done ? { message: done[op.done] } : {};
  if (typeof output === "object" && output !== null && "items" in output && "next_cursor" in output) {
    return { status: true, ...message, data: output.items, next_cursor: output.next_cursor };
  }
  return { status: true, ...message, data: output ?? null };
}

function refusal({ http, retryAfterSeconds, ...rest }: Refusal): Response {
  const headers: HeadersInit = retryAfterSeconds ? { "Retry-After": String(retryAfterSeconds) } : {};
  return Response.json({ status: false, ...rest }, { status: http, headers });
}
