import { z } from "zod";

/** Number of a person, conversation, message or request. Fits both databases' 32-bit integers. */
export const Id = z.number().int().min(1).max(2_147_483_647);

/** A position: seq or rev, 0 before the first. */
export const Position = z.number().int().min(0).max(2_147_483_647);

/** One browser tab or mobile installation, chosen by the client. */
export const DeviceId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, "invalid_value");

/** ISO 8601, UTC. */
export const Instant = z.iso.datetime();

export const Empty = z.object({});

export const PageInput = z.object({
  limit: z.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional().describe("opaque; from the previous answer's next_cursor"),
});

/** One page of a list. REST answers `items` as `data` and `next_cursor` beside it. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}

/** A list too long to be held at once: REST writes it as an array, while it is read. */
export function streamOf<T extends z.ZodType>(item: T) {
  const isStream = (value: unknown) => typeof value === "object" && value !== null && Symbol.asyncIterator in value;
  return z.custom<AsyncIterable<z.output<T>>>(isStream).meta({ items: item });
}

/** Whether every database can hold it: PostgreSQL's text has no NUL. For `refine`. */
export function storable(text: string): boolean {
  return !text.includes("\u0000");
}

/** Whether JSON nests no deeper. What nests for ever exhausts the stack of whoever walks it, `JSON.stringify` among them. */
export function nestsAtMost(depth: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => nestsAtMost(depth - 1, inner));
}

/** As UTF-8 can hold it: a surrogate alone becomes U+FFFD (ECMAScript, `toWellFormed`). For `overwrite`. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd");
}

/** Whether there is anything to see in a text: signs that take no room, or room alone, are not. */
export function hasWords(text: string): boolean {
  return /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/u.test(text);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const invisible = /[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

/** One line that a person reads: trimmed, without control or direction-override characters. */
export function line(min: number, max: number) {
  return z
    .string()
    .trim()
    .min(min)
    .max(max)
    .refine((text) => !invisible.test(text) && !/[\n\u0085\u2028\u2029]/.test(text), "invalid_value");
}
