import type { z } from "zod";
import type { ErrorCode } from "@/lib/contracts/errors";
import type { Actor, Context } from "./context";
import { OperationError } from "./errors";
import { fieldReasons } from "./field-reasons";

/**
 * Who may do it. Answers the actor for whom `run` then works, or throws: `unauthenticated`, `forbidden`,
 * or `not_found`, because someone else's thing does not exist for you.
 */
export type Rule<A extends Actor | null, I> = (ctx: Context<Actor | null>, input: I) => A | Promise<A>;

/** At most `points` calls in `seconds`, counted for each person, network address, or username in the input. */
export interface RateLimit {
  points: number;
  seconds: number;
  by: "person" | "address" | "username";
}

/** What nobody does oftener: for operations that set no limit of their own. */
const usualLimits: RateLimit[] = [{ points: 1200, seconds: 60, by: "person" }];

export interface Definition<
  I extends z.ZodType,
  O extends z.ZodType,
  A extends Actor | null,
  R extends string | undefined = string | undefined,
> {
  /** dotted, unique: "message.send" */
  name: string;
  /** what it does, one English sentence for the API page */
  summary: string;
  /** the REST call, without /api: "POST /chat/conversations/{conversation_id}/messages" */
  rest?: R;
  /** the Socket.IO command */
  command?: string;
  /** key of the `done` sentences that REST answers as `message` */
  done?: string;
  /** codes it may end with, beside those that any call may: `generalRefusals` */
  refuses?: ErrorCode[];
  input: I;
  output: O;
  allow: Rule<A, z.output<I>>;
  /** also for those who are not signed in */
  open?: true;
  limits?: RateLimit[];
  run(ctx: Context<A>, input: z.output<I>): Promise<z.output<O>>;
}

/** Codes that a call may end with by what the operation declares elsewhere: who may, with what, how often. */
export function generalRefusals({ open, limits, rest = "" }: Pick<Operation, "open" | "limits" | "rest">): ErrorCode[] {
  const writes = !rest.startsWith("GET ");
  return [
    ...(open ? [] : ["unauthenticated" as const]),
    "validation_failed",
    ...(writes ? (["too_large", "unsupported_media", "storage_full"] as const) : []),
    ...(limits ? ["rate_limited" as const] : []),
    "internal",
  ];
}

/** One thing that a caller can do, with its door-independent whole: shape, permission, effect. */
export interface Operation<
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  R extends string | undefined = string | undefined,
> extends Omit<Definition<I, O, Actor | null, R>, "allow" | "run"> {
  /**
   * Checks `raw`, then the permission, then runs.
   * @throws OperationError `validation_failed` with a reason for each field, or what the rule or the run refuse
   */
  execute(ctx: Context<Actor | null>, raw: unknown): Promise<z.output<O>>;
}

export function operation<
  I extends z.ZodType,
  O extends z.ZodType,
  A extends Actor | null,
  const R extends string | undefined = undefined,
>(definition: Definition<I, O, A, R>): Operation<I, O, R> {
  const { allow, run, ...described } = definition;
  return {
    ...described,
    limits: described.limits ?? (described.open ? undefined : usualLimits),
    async execute(ctx, raw) {
      // A stranger learns nothing about the shape of things.
      if (!ctx.actor && !definition.open) throw new OperationError("unauthenticated");
      // With the input at hand, a field that is missing is told from one of the wrong type.
      const parsed = definition.input.safeParse(raw, { reportInput: true });
      if (!parsed.success) throw new OperationError("validation_failed", { fields: fieldReasons(parsed.error) });
      const actor = await allow(ctx, parsed.data);
      return run({ ...ctx, actor }, parsed.data);
    },
  };
}
