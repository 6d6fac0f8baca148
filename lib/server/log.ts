import { pino } from "pino";
import type { Settings } from "./env";

export type Log = ReturnType<typeof createLog>;

/** Keys that hold secrets, or what people wrote to each other. */
const hidden = new Set(
  "authorization cookie set-cookie password password_hash token secret ticket auth body message text draft".split(" "),
);
const depthLimit = 6;

function plain(key: string): string {
  return key.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
}

/** An error by name, code, message and stack alone: whatever else hangs on it may be somebody's request. */
function errorFacts(error: Error): object {
  const code = "code" in error ? { code: error.code } : {};
  const cause = error.cause instanceof Error ? { cause: errorFacts(error.cause) } : {};
  return { type: error.name, ...code, message: error.message, stack: error.stack, ...cause };
}

function scrub(value: unknown, depth: number): unknown {
  if (value instanceof Error) return errorFacts(value);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (depth === 0) return "[deep]";
  if (Array.isArray(value)) return value.map((item) => scrub(item, depth - 1));
  return scrubObject(value, depth);
}

function scrubObject(value: object, depth: number): Record<string, unknown> {
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, inner]) => [key, hidden.has(plain(key)) ? "[hidden]" : scrub(inner, depth - 1)]),
  );
}

/** One line of JSON an event, on standard output (or into `out`). Secrets and message bodies never reach it. */
export function createLog(settings: Pick<Settings, "logLevel">, out?: { write(line: string): void }) {
  const options: pino.LoggerOptions = {
    level: settings.logLevel,
    base: {},
    serializers: { err: (fact) => fact },
    formatters: {
      log: (facts) => scrubObject(facts, depthLimit),
    },
    // What a child logger is bound to passes no formatter.
    redact: { paths: [...hidden].map((key) => `["${key}"]`), censor: "[hidden]" },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return out ? pino(options, out) : pino(options);
}
