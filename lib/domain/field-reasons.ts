import type { z } from "zod";
import type { Reason } from "@/lib/contracts/errors";

type Issue = z.core.$ZodIssue;

function reasonOf(issue: Issue): Reason {
  switch (issue.code) {
    case "invalid_type":
      return { reason: issue.input === undefined ? "required" : "wrong_type" };
    case "too_small":
      return issue.origin === "string"
        ? issue.minimum === 1
          ? { reason: "required" }
          : { reason: "too_short", params: { min: Number(issue.minimum) } }
        : { reason: "invalid_value" };
    case "too_big":
      return issue.origin === "string"
        ? { reason: "too_long", params: { max: Number(issue.maximum) } }
        : { reason: "invalid_value" };
    default:
      // Schemas of lib/contracts name a sentence of the catalogue where the general one would not help.
      return { reason: /^[a-z]+(_[a-z]+)+$|^required$/.test(issue.message) ? issue.message : "invalid_value" };
  }
}

/** What is wrong with each field, as sentences of the `errors` catalogue. The whole input is the field "body". */
export function fieldReasons(error: z.ZodError): Record<string, Reason[]> {
  const fields: Record<string, Reason[]> = {};
  for (const issue of error.issues) {
    const field = issue.path.length > 0 ? issue.path.map(String).join(".") : "body";
    const reasons = fields[field] ?? [];
    fields[field] = [...reasons, reasonOf(issue)];
  }
  return fields;
}
