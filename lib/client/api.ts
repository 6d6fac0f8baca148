import type { ErrorCode } from "@/lib/contracts/errors";
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

interface Envelope {
  status: boolean;
  code?: ErrorCode;
  message?: string;
  errors?: Record<string, string[]>;
  data?: unknown;
  next_cursor?: string | null;
}

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

async function call(method: Method, path: string, body?: unknown, signal?: AbortSignal, keepalive = false) {
  const isForm = body instanceof FormData;
  const headers: Record<string, string> = { "Accept-Language": document.documentElement.lang };
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  let response: Response;
  let envelope: Envelope;
  const sent = Date.now();
  try {
    response = await fetch(`/api${path}`, {
      method,
      headers,
      body: isForm ? body : body === undefined ? undefined : JSON.stringify(body),
      signal,
      keepalive,
    });
    serverClock.note(sent, Date.now(), Number(response.headers.get("Nida-Now") ?? Number.NaN));
    envelope = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError("network", "");
  }
  if (!envelope.status) {
    const retryAfter = Number(response.headers.get("Retry-After"));
    throw new ApiError(envelope.code ?? "internal", envelope.message ?? "", envelope.errors, retryAfter || null);
  }
  return envelope;
}

async function data<T>(...args: Parameters<typeof call>): Promise<T> {
  // The server's answers are held to lib/contracts by its own types and tests.
  return (await call(...args)).data as T;
}

/** The REST API of this origin. Paths are without `/api`: `api.get<Friend[]>("/friends")`. */
export const api = {
  get: <T>(path: string, signal?: AbortSignal) => data<T>("GET", path, undefined, signal),
  post: <T>(path: string, body: unknown = {}) => data<T>("POST", path, body),
  /** A POST that goes out although the page goes away (Fetch, keepalive); at most 64 KiB. */
  part: (path: string, body: unknown) => data<unknown>("POST", path, body, undefined, true),
  patch: <T>(path: string, body: unknown) => data<T>("PATCH", path, body),
  put: <T>(path: string, body: unknown = {}) => data<T>("PUT", path, body),
  delete: <T>(path: string, body?: unknown) => data<T>("DELETE", path, body),
  /** A list with its cursor for more. */
  async page<T>(path: string, signal?: AbortSignal): Promise<Page<T>> {
    const envelope = await call("GET", path, undefined, signal);
    return { items: envelope.data as T[], next_cursor: envelope.next_cursor ?? null };
  },
};
