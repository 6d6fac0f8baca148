import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { type ErrorCode, errorStatus, type Reason } from "@/lib/contracts/errors";
import type { NidaEvent } from "@/lib/contracts/events";
import { isOperationError, OperationError } from "@/lib/domain/errors";
import type { Operation, RateLimit } from "@/lib/domain/operation";
import { catalogueOf } from "@/lib/i18n/translate";
import { fill } from "@/lib/i18n/translator";
import type { Caller } from "./caller";
import { createContext } from "./context";
import { databaseFaultOf, isAway, isBusy } from "./error-codes";
import { networkOf } from "./front";
import { isProvided, resources } from "./resources";

/** A refusal in the caller's language, ready for any door's envelope. */
export interface Refusal {
  http: number;
  code: ErrorCode;
  message: string;
  errors?: Record<string, string[]>;
  retryAfterSeconds?: number;
}

async function throttle(op: Operation, caller: Caller, input: unknown): Promise<void> {
  for (const limit of op.limits ?? []) {
    const key = throttleKey(limit, caller, input);
    const state = key ? await resources().throttle.count(op.name, limit, key) : null;
    if (!state) continue;
    caller.onCounted?.(state);
    if (!state.allowed) throw rateLimited(state.resetSeconds);
  }
}

function rateLimited(retryAfterSeconds: number): OperationError {
  const reason = { reason: "rate_limited", params: { seconds: retryAfterSeconds } };
  return new OperationError("rate_limited", { reason, retryAfterSeconds });
}

function throttleKey({ by }: RateLimit, caller: Caller, input: unknown): string | undefined {
  if (by === "person") return caller.actor?.id.toString();
  if (by === "address") return networkOf(caller.address);
  const named = typeof input === "object" && input !== null && "username" in input ? input.username : undefined;
  return typeof named === "string" ? named.trim().toLowerCase().slice(0, 64) : undefined;
}

/**
 * Runs an operation for a caller, then publishes its events: the one way from every door into the domain.
 * @throws OperationError as the operation says; everything else is a bug and becomes `internal` in `refusalOf`
 */
export async function execute<I extends z.ZodType, O extends z.ZodType>(
  op: Operation<I, O>,
  caller: Caller,
  input: unknown,
): Promise<z.output<O>> {
  // However many sockets and requests somebody opens: between their calls those of others have a turn.
  const leave = caller.actor ? await resources().throttle.turn(caller.actor.id) : () => {};
  if (!leave) throw rateLimited(1);
  try {
    await throttle(op, caller, input);
    return await run(op, caller, input);
  } finally {
    leave();
  }
}

/**
 * The same for an input that costs something to take in: whom the server does not know, and who comes too often, is
 * refused before `read` begins.
 */
export async function executeAfter<I extends z.ZodType, O extends z.ZodType>(
  op: Operation<I, O>,
  caller: Caller,
  read: () => Promise<unknown>,
): Promise<z.output<O>> {
  if (!caller.actor && !op.open) throw new OperationError("unauthenticated");
  await throttle(op, caller, undefined);
  return run(op, caller, await read());
}

async function run<O extends z.ZodType>(
  op: Operation<z.ZodType, O>,
  caller: Caller,
  input: unknown,
): Promise<z.output<O>> {
  const { tracing } = resources();
  if (!tracing) return runNow(op, caller, input);
  const facts = { "nida.request_id": caller.requestId };
  return tracing.span(op.name, facts, () => runNow(op, caller, input));
}

async function runNow<O extends z.ZodType>(
  op: Operation<z.ZodType, O>,
  caller: Caller,
  input: unknown,
): Promise<z.output<O>> {
  const { ctx, events } = createContext(caller);
  const output = await op.execute(ctx, input);
  // Once the promises of this turn are settled: what a person did is acknowledged before the others hear of it, and they
  // hear of it before the next turn's work, which may hold the event loop for a commit.
  if (events.length > 0) process.nextTick(deliverAll, events);
  return output;
}

function deliverAll(events: NidaEvent[]): void {
  for (const event of events) resources().publisher.deliver(event);
}

/**
 * Puts a failure into words. What people cannot act on is logged under the request id and hidden from them; a database
 * that is away is `unavailable`, for it will pass.
 */
export function refusalOf(
  error: unknown,
  caller: Pick<Caller, "locale"> & Partial<Caller>,
  operation: string,
): Refusal {
  const sentences: Record<string, string> = catalogueOf(caller.locale).errors;
  const say = ({ reason, params }: Reason) => fill(sentences[reason] ?? reason, params ?? {});
  const requestId = caller.requestId ?? randomUUID();
  const fault = databaseFaultOf(error);
  if (fault && isProvided()) resources().metrics?.databaseFailed(fault);
  if (isOperationError(error)) {
    return {
      http: errorStatus[error.code],
      code: error.code,
      message: say(error.reason ?? firstField(error) ?? { reason: error.code }),
      errors: error.fields && mapValues(error.fields, (reasons) => reasons.map(say)),
      retryAfterSeconds: error.retryAfterSeconds,
    };
  }
  const { log, settings } = resources();
  const isSqlite = settings.database === "sqlite";
  if (isSqlite ? isBusy(error) : isAway(error)) {
    const trouble = isSqlite ? "another program holds the database" : "the database is away";
    log.warn({ operation, request_id: requestId, fault: String(error) }, trouble);
    return { http: 503, code: "unavailable", message: say({ reason: "unavailable" }), retryAfterSeconds: 2 };
  }
  log.error({ err: error, operation, request_id: requestId }, "operation failed");
  return { http: 500, code: "internal", message: `${say({ reason: "internal" })} (${requestId.slice(0, 8)})` };
}

/** With a single thing wrong, that thing is the message. */
function firstField(error: OperationError): Reason | undefined {
  const reasons = Object.values(error.fields ?? {}).flat();
  return reasons.length === 1 ? reasons[0] : undefined;
}

function mapValues<A, B>(record: Record<string, A>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
