/** The database's own code, which Prisma keeps one or two boxes deeper. */
export function codesOf(error: unknown): unknown[] {
  if (typeof error !== "object" || error === null) return [];
  const { code, originalCode, cause, meta } = error as Record<string, unknown>;
  const inner = meta && typeof meta === "object" && "driverAdapterError" in meta ? meta.driverAdapterError : null;
  return [code, originalCode, ...codesOf(cause), ...codesOf(inner)];
}

/**
 * As Node, PostgreSQL (57P01: stopped by its operator, 57P02: crashed, 57P03: starting) and Prisma call it when the
 * other side is not there.
 */
const away =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|57P0[123]|08\w{3}|P1001|P1002|P1017|P2024|P2028)$/;
/** What comes without a code: from the driver of PostgreSQL, and from Prisma around it. */
const awayWords =
  /Query read timeout|Connection terminated|timeout exceeded when trying to connect|Connection ended|is not queryable|^timeout expired$/;

/** Whether something failed because the database cannot be reached, and will go right when it can. */
export function isAway(error: unknown): boolean {
  if (codesOf(error).some((code) => typeof code === "string" && away.test(code))) return true;
  for (let at = error; at instanceof Error; at = at.cause) if (awayWords.test(at.message)) return true;
  return false;
}

/** As SQLite calls it, and Prisma. */
const busy = /^(SQLITE_BUSY(_\w+)?|P1008)$/;

/** Whether another process holds SQLite's file, and it will go right when that is done. */
export function isBusy(error: unknown): boolean {
  return codesOf(error).some((code) => typeof code === "string" && busy.test(code));
}

/** As SQLite, Prisma and PostgreSQL (SQLSTATE, five characters) call what goes wrong with them. */
const ofDatabase = /^(SQLITE_\w+|P[12]\d{3}|[0-9A-Z]{2}[0-9][0-9A-Z]{2})$/;

/** What kind of failure of the database it is, for the operator; null when it is none. */
export function databaseFaultOf(error: unknown): "away" | "full" | "other" | null {
  const codes = codesOf(error);
  if (codes.includes("storage_full")) return "full";
  if (isAway(error)) return "away";
  return codes.some((code) => typeof code === "string" && ofDatabase.test(code)) ? "other" : null;
}
