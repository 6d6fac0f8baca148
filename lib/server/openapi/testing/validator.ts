import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { OpenApiDocument } from "@/lib/contracts/openapi";

/** An object's schema that takes its fields and no others: what the document does not name must not be answered. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== "object" || value === null) return value;
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, closed(one)]));
  const open = "properties" in inner && inner.type === "object" && !("additionalProperties" in inner);
  return open ? { ...inner, additionalProperties: false } : inner;
}

/** Says what is wrong with `value` by a schema of the document, fields it does not name included; null: nothing. */
export function documentValidator(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: "nida", components: closed(document.components) });
  return (schema: unknown, value: unknown): string | null => {
    const referring = JSON.parse(JSON.stringify(closed(schema)).replaceAll('"#/components/', '"nida#/components/'));
    const validate = ajv.compile(referring);
    return validate(value) ? null : ajv.errorsText(validate.errors);
  };
}
