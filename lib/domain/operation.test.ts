import { describe, expect, it } from "vitest";
import { z } from "zod";
import { line } from "@/lib/contracts/common";
import type { Actor, Context } from "./context";
import { operation } from "./operation";
import { anyone, signedIn } from "./rules";

const person: Actor = { id: 7, sessionId: "s" };
const as = (actor: Actor | null) => ({ actor }) as Context<Actor | null>;

const greet = operation({
  name: "test.greet",
  summary: "Greets.",
  input: z.object({ name: line(1, 5), times: z.number().int().min(1).optional() }),
  output: z.string(),
  allow: signedIn,
  run: async ({ actor }, { name }) => `${actor.id} greets ${name}`,
});

async function fieldsOf(input: unknown): Promise<unknown> {
  const error = await greet.execute(as(person), input).catch((refusal: unknown) => refusal);
  expect(error).toMatchObject({ code: "validation_failed" });
  return (error as { fields: unknown }).fields;
}

describe("operation", () => {
  it("runs for whom its rule lets in, with the input as its schema made it", async () => {
    expect(await greet.execute(as(person), { name: "  Ali ", more: 1 })).toBe("7 greets Ali");
  });

  it("tells a stranger nothing of its shape", async () => {
    await expect(greet.execute(as(null), "rubbish")).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("has a limit for each person, even where it names none", () => {
    expect(greet.limits).toEqual([{ points: 1200, seconds: 60, by: "person" }]);
    expect(operation({ ...described, allow: anyone, limits: [], run: async () => null }).limits).toEqual([]);
  });

  it("is open to strangers when it says so", async () => {
    const hello = operation({ ...described, open: true, allow: anyone, run: async ({ actor }) => actor });
    expect(await hello.execute(as(null), {})).toBeNull();
  });

  it.each([
    [{}, { name: [{ reason: "required" }] }],
    [{ name: 5 }, { name: [{ reason: "wrong_type" }] }],
    [{ name: { $gt: "" } }, { name: [{ reason: "wrong_type" }] }],
    [{ name: "   " }, { name: [{ reason: "required" }] }],
    [{ name: "Alexander" }, { name: [{ reason: "too_long", params: { max: 5 } }] }],
    [{ name: "a\u2028b" }, { name: [{ reason: "invalid_value" }] }],
    [{ name: "a\u202eb" }, { name: [{ reason: "invalid_value" }] }],
    [{ name: "Ali", times: 0 }, { times: [{ reason: "invalid_value" }] }],
    [{ name: "Ali", times: 1.5 }, { times: [{ reason: "wrong_type" }] }],
    ["rubbish", { body: [{ reason: "wrong_type" }] }],
    [undefined, { body: [{ reason: "required" }] }],
    [[], { body: [{ reason: "wrong_type" }] }],
  ])("refuses %j by naming what is wrong", async (input, fields) => {
    expect(await fieldsOf(input)).toEqual(fields);
  });
});

const described = { name: "test.hello", summary: "Says hello.", input: z.object({}), output: z.unknown() };
