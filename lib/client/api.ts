import type { ErrorCode } from "@/lib/contracts/errors";
import type { CommandName } from "@/lib/contracts/realtime";
import type { ReceivedFile } from "@/lib/contracts/uploads";
import type { RestCalls } from "@/lib/domain/rest";
import { questions } from "./questions";
import { serverClock } from "./server-clock";

/** A refusal of the server, or no answer at all (`code` "network", nothing is known to have happened). */
export class ApiError extends Error {
  readonly code: ErrorCode | "network";
  /** sentences by input field, in the person's language */
  readonly fields: Record<string, string[]>;
  readonly retryAfterSeconds: number | null;

  constructor(
    code: ErrorCode | "network",
    message: string,
    fields: Record<string, string[]> = {},
    retryAfterSeconds: number | null = null,
  ) {
    super(message);
    this.name = "ApiError";
    this.code = code;
    this.fields = fields;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** A call of the REST API, by its method and path. */
export type ApiCall = keyof RestCalls;
export type ApiAnswer<C extends ApiCall> = RestCalls[C]["output"];

/** A file comes to the server in a form, and goes there as what the browser holds of it. */
type Sent<T> = {
  [F in keyof T]: Extract<T[F], ReceivedFile> extends never ? T[F] : Blob | Exclude<T[F], ReceivedFile>;
};
export type ApiInput<C extends ApiCall> = Sent<RestCalls[C]["input"]>;

export interface ApiOptions {
  signal?: AbortSignal;
  /** goes out although the page goes away (Fetch, keepalive); at most 64 KiB */
  keepalive?: boolean;
}

type Args<C extends ApiCall> =
  Record<never, never> extends ApiInput<C>
    ? [input?: ApiInput<C>, options?: ApiOptions]
    : [input: ApiInput<C>, options?: ApiOptions];

interface Envelope {
  status: boolean;
  code?: ErrorCode;
  message?: string;
  errors?: Record<string, string[]>;
  data?: unknown;
  next_cursor?: string | null;
}

type Fields = [name: string, value: unknown][];

/** Fields named in the path go into it, the rest into the query of a GET or the body of all others. */
function requestOf(call: string, input: object): { method: string; url: string; body?: BodyInit; json: boolean } {
  const [method = "GET", path = ""] = call.split(" ");
  const fields: Fields = Object.entries(input).filter(([, value]) => value !== undefined);
  const rest = fields.filter(([name]) => !path.includes(`{${name}}`));
  const held = new Map(fields);
  const url = `/api${path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(held.get(name))))}`;
  if (rest.length === 0) return { method, url, json: false };
  if (method === "GET") {
    const query = new URLSearchParams(rest.map(([name, value]) => [name, String(value)]));
    return { method, url: `${url}?${query}`, json: false };
  }
  if (!rest.some(([, value]) => value instanceof Blob)) {
    return { method, url, body: JSON.stringify(Object.fromEntries(rest)), json: true };
  }
  const form = new FormData();
  for (const [name, value] of rest) form.set(name, value instanceof Blob ? value : String(value));
  return { method, url, body: form, json: false };
}

/** A connected notification socket, for questions. */
export interface Answering {
  /** the language that the server answers in there */
  language: string;
  command(name: CommandName, input: object): Promise<unknown>;
}

let answering: Answering | null = null;

/** From now on questions go over this socket. */
export function askOver(socket: Answering): void {
  answering = socket;
}

/** And no more, unless another has taken its place. */
export function askNoMore(socket: Answering): void {
  if (answering === socket) answering = null;
}

/** what was asked in this very turn, and its answer */
const asked = new Map<string, Promise<unknown>>();

/** Asked by several parts of a page in the same turn, it is one question. */
function once<T>(question: string, ask: () => Promise<T>): Promise<T> {
  // The key holds the call, and with it the type of its answer.
  const same = asked.get(question) as Promise<T> | undefined;
  if (same) return same;
  const mine = ask();
  asked.set(question, mine);
  queueMicrotask(() => asked.delete(question));
  return mine;
}

/** The answer of the socket; null where there is none to ask, or it broke or fell silent: then REST has to answer. */
async function overSocket(command: CommandName, input: object): Promise<{ answer: unknown } | null> {
  if (answering?.language !== document.documentElement.lang) return null;
  try {
    return { answer: await answering.command(command, input) };
  } catch (error) {
    if (error instanceof ApiError && error.code === "network") return null;
    throw error;
  }
}

/**
 * One call of this origin's API: `api("GET /users/{user_id}", { user_id })`. What it takes and answers is what its
 * operation does; a list answers `items` and `next_cursor`. A question that the notification socket answers goes there
 * while that is connected, everything else over REST.
 * @throws ApiError as the server refuses, or `network`
 */
export function api<C extends ApiCall>(call: C, ...args: Args<C>): Promise<ApiAnswer<C>> {
  const command = questions[call];
  const [input = {}, options] = args;
  if (!command || options) return overRest(call, ...args);
  return once(`${call} ${JSON.stringify(input)}`, async () => {
    const found = await overSocket(command, input);
    // The server's answers are held to lib/contracts by its own types and tests.
    return found ? (found.answer as ApiAnswer<C>) : overRest(call, ...args);
  });
}

/** How long REST may stay without its whole answer, in milliseconds; longer for what carries a file. */
const ANSWER_WITHIN_MS = 30_000;
const FILE_WITHIN_MS = 300_000;

async function overRest<C extends ApiCall>(call: C, ...[input, options]: Args<C>): Promise<ApiAnswer<C>> {
  const { method, url, body, json } = requestOf(call, input ?? {});
  const headers: Record<string, string> = { "Accept-Language": document.documentElement.lang };
  if (json) headers["Content-Type"] = "application/json";
  let response: Response;
  let envelope: Envelope;
  const sent = Date.now();
  // A line that died silently, or a server that hangs, must not keep somebody waiting for ever.
  const late = new AbortController();
  const giveUp = () => late.abort(options?.signal?.reason);
  const timer = setTimeout(giveUp, body instanceof FormData ? FILE_WITHIN_MS : ANSWER_WITHIN_MS);
  options?.signal?.addEventListener("abort", giveUp);
  if (options?.signal?.aborted) giveUp();
  try {
    response = await fetch(url, { method, headers, body, ...options, signal: late.signal });
    serverClock.note(sent, Date.now(), Number(response.headers.get("Nida-Now") ?? Number.NaN));
    envelope = await response.json();
  } catch (error) {
    if (options?.signal?.aborted) throw error;
    throw new ApiError("network", "");
  } finally {
    clearTimeout(timer);
    options?.signal?.removeEventListener("abort", giveUp);
  }
  if (!envelope.status) {
    const retryAfter = Number(response.headers.get("Retry-After"));
    throw new ApiError(envelope.code ?? "internal", envelope.message ?? "", envelope.errors, retryAfter || null);
  }
  const { data, next_cursor } = envelope;
  // The server's answers are held to lib/contracts by its own types and tests.
  return (next_cursor === undefined ? data : { items: data, next_cursor }) as ApiAnswer<C>;
}
