import fc from "fast-check";
import { z } from "zod";
import type { Operation } from "@/lib/domain/operation";

const cursor = (text: string) => Buffer.from(text).toString("base64url");

/** Texts that have broken systems like this one: each is a string that some layer reads as something else. */
export const hostileTexts = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "a\udfffb",
  "\u202e\u2066",
  "%",
  "_",
  "%00",
  "' OR 1=1 --",
  '"; DROP TABLE users; --',
  "../../../etc/passwd",
  "..\\..\\secret",
  "avatar-00000000-0000-0000-0000-000000000000",
  "__proto__",
  "constructor",
  "toString",
  "undefined",
  "null",
  "NaN",
  "-1",
  "1.5",
  "1e3",
  "0x10",
  "2147483648",
  "9".repeat(40),
  "00000000-0000-4000-8000-000000000000",
  cursor("999999999999999.1"),
  cursor("999999999999999.00000000-0000-4000-8000-000000000000"),
  cursor("since.9999999999"),
  "1-999999999",
  "😀".repeat(60),
  "ا".repeat(10_001),
  "<img src=x onerror=alert(1)>",
  "$" + "{7*7}",
];

const oddities: unknown[] = [
  ...[null, true, false, 0, -0, -1, 1, 1.5, 2 ** 31, 2 ** 53, -1e308, 1e308],
  ...[[], [[]], [1], ["a"], {}, { $gt: "" }, { not: null }, { contains: "" }, { length: 1e9 }, { toString: "x" }],
  JSON.parse('{"__proto__": {"actor": {"id": 1}}, "constructor": {"prototype": {}}}'),
  JSON.parse(`${"[".repeat(2000)}${"]".repeat(2000)}`),
];

/** Anything that JSON can say, and often what has broken others. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...hostileTexts),
  fc.constantFrom(...oddities),
  fc.string({ unit: "binary", maxLength: 100 }),
  fc.jsonValue({ maxDepth: 3 }),
);

/**
 * Inputs for an operation: for each field of its schema something hostile, something `real` where there is one, or
 * nothing. So most of them get through some checks and fail behind them.
 */
export function hostileInput(op: Operation, real: Record<string, unknown>): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.keys(op.input instanceof z.ZodObject ? op.input.shape : {});
  const fieldOf = (name: string) =>
    name in real ? fc.oneof({ weight: 2, arbitrary: fc.constant(real[name]) }, hostileValue) : hostileValue;
  return fc.record(Object.fromEntries(fields.map((name) => [name, fieldOf(name)])), { requiredKeys: [] });
}

/** Always the same ones, so that a failure can be looked at again. */
export function sampleOf<T>(arbitrary: fc.Arbitrary<T>, count: number): T[] {
  return fc.sample(arbitrary, { numRuns: count, seed: 20_260_125 });
}
