import { type ErrorCode, errorStatus, type Reason } from "@/lib/contracts/errors";

/** A refusal that people may read. Anything else that is thrown is `internal` and hidden from them. */
export class OperationError extends Error {
  readonly code: ErrorCode;
  /** the sentence to say; the code's own when absent */
  readonly reason?: Reason;
  readonly fields?: Record<string, Reason[]>;
  readonly retryAfterSeconds?: number;

  constructor(
    code: ErrorCode,
    details: { reason?: Reason; fields?: Record<string, Reason[]>; retryAfterSeconds?: number } = {},
  ) {
    super(details.reason ? `${code}: ${details.reason.reason}` : code);
    this.name = "OperationError";
    this.code = code;
    this.reason = details.reason;
    this.fields = details.fields;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** Told by its shape: bundles load their own copy of the class, so `instanceof` would miss. */
export function isOperationError(error: unknown): error is OperationError {
  return (
    error instanceof Error &&
    error.name === "OperationError" &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code in errorStatus
  );
}

/** Refuses with a code and, if given, a sentence of the `errors` catalogue. */
export function refuse(code: ErrorCode, reason?: string, params?: Reason["params"]): OperationError {
  return new OperationError(code, reason ? { reason: { reason, params } } : {});
}

/** Refuses one field of the input. */
export function refuseField(field: string, reason: string, params?: Reason["params"]): OperationError {
  return new OperationError("validation_failed", { fields: { [field]: [{ reason, params }] } });
}

/** As Prisma, SQLite and PostgreSQL call it. */
const uniqueViolations: unknown[] = ["P2002", "SQLITE_CONSTRAINT_UNIQUE", "23505"];

/** True for the error that a database gives when a unique key already exists. */
export function isUniqueViolation(error: unknown): boolean {
  return typeof error === "object" && error !== null && "code" in error && uniqueViolations.includes(error.code);
}
