import { z } from "zod";
import type { Schema } from "@/lib/contracts/openapi";
import { FormFile } from "@/lib/contracts/uploads";
import { registerNames } from "./names";

/** Formats say it all; the patterns beside them would be pages long. */
const saidByFormat = ["date-time", "uuid", "email"];

/** Turns zod's schemas into JSON Schemas, and gathers those with a name as components. */
export class SchemaBook {
  readonly components: Record<string, Schema> = {};

  constructor() {
    registerNames();
  }

  /** `io`: what a caller sends, or what the server answers, with every default filled in. */
  of(schema: z.ZodType, io: "input" | "output"): Schema {
    // Inside of an object, so that a schema with a name is referred to and not spelled out.
    const { $defs = {}, properties } = z.toJSONSchema(z.object({ schema }), {
      io,
      unrepresentable: "any",
      override: (at) => this.adapt(at.zodSchema, at.jsonSchema, io),
    });
    for (const [name, definition] of Object.entries($defs)) this.components[name] = published(definition);
    const found = properties?.schema;
    return published(typeof found === "object" ? found : {});
  }

  private adapt(schema: z.core.$ZodType, json: z.core.JSONSchema.BaseSchema, io: "input" | "output"): void {
    if (schema === FormFile) Object.assign(json, { type: "string", format: "binary" });
    if ("items" in json && json.items instanceof z.ZodType) {
      Object.assign(json, { type: "array", items: this.of(json.items, io) });
    }
    if (typeof json.format === "string" && saidByFormat.includes(json.format)) delete json.pattern;
    // Only ours are closed: a client passes over fields that are newer than it.
    if (json.additionalProperties === false) delete json.additionalProperties;
    if (json.maximum === Number.MAX_SAFE_INTEGER) delete json.maximum;
    if (json.minimum === Number.MIN_SAFE_INTEGER) delete json.minimum;
  }
}

/** Names stand among the document's components, and are told by their key alone. */
function published(schema: object): Schema {
  const text = JSON.stringify(schema, (key, value: unknown) =>
    key === "id" && typeof value === "string" ? undefined : value,
  );
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'));
}
