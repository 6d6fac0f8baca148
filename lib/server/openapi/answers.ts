import type { z } from "zod";
import { ChannelAuthorization, UserAuthentication } from "@/lib/contracts/channels";
import { type ErrorCode, errorStatus } from "@/lib/contracts/errors";
import type { Answer, Schema } from "@/lib/contracts/openapi";
import { StoredFile } from "@/lib/contracts/uploads";
import { Picture } from "@/lib/contracts/users";
import { generalRefusals, type Operation } from "@/lib/domain/operation";
import { catalogueOf } from "@/lib/i18n/translate";
import { exampleOf } from "./examples";
import type { SchemaBook } from "./schemas";

/** What stands in the envelope of no success: bytes, and what Pusher's clients read. */
const bare = new Map<z.ZodType, string>([
  [StoredFile, "*/*"],
  [Picture, "image/*"],
  [ChannelAuthorization, "application/json"],
  [UserAuthentication, "application/json"],
]);

const text = { type: "string" };
const header = (description: string, example: string) => ({ description, schema: text, example });

const limitHeaders = {
  "RateLimit-Policy": header("how many calls (q) in how many seconds (w)", '"person-60s";q=120;w=60'),
  RateLimit: header("how many are left (r), and seconds until all are there again (t)", '"person-60s";r=119;t=60'),
};

function envelope(op: Operation, book: SchemaBook): Schema {
  const output = book.of(op.output, "output");
  const paged = output.properties?.items && output.properties.next_cursor ? output.properties : null;
  const properties: Record<string, Schema> = {
    status: { const: true },
    ...(op.done && { message: { ...text, description: "what was done, in the caller's language" } }),
    data: paged?.items ?? output,
    ...(paged && { next_cursor: { type: ["string", "null"], description: "for the next page; null at the end" } }),
  };
  return { type: "object", properties, required: Object.keys(properties) };
}

function success(op: Operation, book: SchemaBook): Answer {
  const type = bare.get(op.output);
  const binary = type !== undefined && type !== "application/json";
  const schema = type ? (binary ? undefined : book.of(op.output, "output")) : envelope(op, book);
  const example = exampleOf(op.name, "answer");
  const headers = {
    ...(op.limits && limitHeaders),
    ...(op.rest?.startsWith("GET ") && {
      ETag: header("send it as If-None-Match; 304 says nothing has changed", 'W/"x"'),
    }),
  };
  return {
    description: binary ? "The bytes." : "Done.",
    ...(Object.keys(headers).length > 0 && { headers }),
    content: { [type ?? "application/json"]: { ...(schema && { schema }), ...(example !== undefined && { example }) } },
  };
}

/** Pusher's clients know one refusal (`authRoute`). */
function statusOf(op: Operation, code: ErrorCode): number {
  const forPusher = bare.get(op.output) === "application/json";
  return forPusher && errorStatus[code] < 429 ? 403 : errorStatus[code];
}

function refusalOf(codes: ErrorCode[]): Answer {
  const sentences: Record<string, string> = catalogueOf("en").errors;
  return {
    description: codes.map((code) => `\`${code}\`: ${sentences[code]}`).join(" · "),
    ...(codes.includes("rate_limited") && {
      headers: { "Retry-After": header("seconds to wait", "42"), ...limitHeaders },
    }),
    content: { "application/json": { schema: { $ref: "#/components/schemas/Failure" } } },
  };
}

/** Every answer of an operation by HTTP status; refusals by the codes that the operation declares. */
export function answersOf(op: Operation, book: SchemaBook): Record<string, Answer> {
  const refusals = new Map<string, ErrorCode[]>();
  for (const code of new Set([...generalRefusals(op), ...(op.refuses ?? [])])) {
    const status = String(statusOf(op, code));
    refusals.set(status, [...(refusals.get(status) ?? []), code]);
  }
  return {
    "200": success(op, book),
    ...Object.fromEntries([...refusals].map(([status, codes]) => [status, refusalOf(codes)])),
  };
}

/** The envelope of every refusal. */
export const failure: Schema = {
  type: "object",
  description: "Every refusal. `code` is for programs, `message` for people, in the caller's language.",
  properties: {
    status: { const: false },
    code: { type: "string", enum: Object.keys(errorStatus) },
    message: text,
    errors: {
      type: "object",
      description: "by field of the input, what is wrong with it",
      additionalProperties: { type: "array", items: text },
    },
  },
  required: ["status", "code", "message"],
  examples: [{ status: false, code: "not_found", message: "غير موجود، أو ليس لك أن تراه." }],
};
