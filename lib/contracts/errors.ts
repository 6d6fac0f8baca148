/** Every way a request can fail, and the HTTP status (RFC 9110, 4918) that says so. */
export const errorStatus = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  unsupported_media: 415,
  validation_failed: 422,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
  storage_full: 507,
} as const;

export type ErrorCode = keyof typeof errorStatus;

/** A sentence of the `errors` catalogue and what to fill into it. */
export interface Reason {
  reason: string;
  params?: Record<string, string | number>;
}
