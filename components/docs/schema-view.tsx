import type { Schema } from "@/lib/contracts/openapi";
import { nameOf } from "./document";
import { RichText } from "./rich-text";

const nothing = (schema: Schema) => schema.type === "null";

/** A schema's kind in a word or two, with a link where it has a page of its own. */
export function TypeName({ schema }: { schema: Schema }) {
  const either = schema.anyOf ?? schema.oneOf;
  if (schema.$ref) {
    const name = nameOf(schema.$ref);
    return (
      <a href={`#${name}`} className="text-brand-ink underline decoration-edge underline-offset-2">
        {name}
      </a>
    );
  }
  if (either) {
    const [one] = either.filter((option) => !nothing(option));
    return (
      <>
        {one && <TypeName schema={one} />}
        {either.some(nothing) && " | null"}
      </>
    );
  }
  if (schema.items) {
    return (
      <>
        <TypeName schema={schema.items} />
        []
      </>
    );
  }
  if (schema.const !== undefined) return <>{JSON.stringify(schema.const)}</>;
  if (schema.enum) return <>{schema.enum.map((value) => JSON.stringify(value)).join(" | ")}</>;
  const kinds = Array.isArray(schema.type) ? schema.type : [schema.type ?? "any"];
  return <>{kinds.map((kind) => (kind === "string" && schema.format ? schema.format : kind)).join(" | ")}</>;
}

function bound(least: number | undefined, most: number | undefined, what = ""): string[] {
  if (most === undefined) return least === undefined ? [] : [`at least ${least}${what}`];
  return [least === undefined ? `at most ${most}${what}` : `${least}…${most}${what}`];
}

/** What else is asked of a value, beside its kind. */
function limitsOf(schema: Schema): string {
  const most = schema.maximum === 2_147_483_647 ? undefined : schema.maximum;
  const plain = schema.anyOf?.find((option) => !nothing(option)) ?? schema;
  return [
    ...bound(plain.minLength, plain.maxLength, " characters"),
    ...(most === undefined ? [] : bound(schema.minimum, most)),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
  ].join(" · ");
}

export interface Field {
  name: string;
  schema: Schema;
  required: boolean;
  description?: string;
}

/** Fields, one a row; the fields of an object that has no name follow it, indented. `required`: how that is said. */
export function Fields({ fields, required: word }: { fields: Field[]; required?: string }) {
  return (
    <ul className="divide-y divide-line">
      {fields.map(({ name, schema, required, description = schema.description }) => {
        const inner = innerOf(schema);
        const limits = limitsOf(schema);
        return (
          <li key={name} className="py-2">
            <div className="flex flex-wrap items-baseline gap-x-2">
              <code className="font-medium text-sm">{name}</code>
              <code className="break-words text-soft text-xs">
                <TypeName schema={schema} />
              </code>
              {required && word && <bdi className="text-amber text-xs">{word}</bdi>}
            </div>
            {(description || limits) && (
              <p className="text-sm text-soft">
                {description && <RichText text={description} />}
                {description && limits && " · "}
                {limits}
              </p>
            )}
            {inner && (
              <div className="mt-1 border-line border-s-2 ps-3">
                <Fields fields={fieldsOf(inner)} required={word} />
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function innerOf(schema: Schema): Schema | undefined {
  const options = [schema, schema.items, ...(schema.anyOf ?? [])];
  return options.find((option) => option?.properties);
}

export function fieldsOf({ properties = {}, required = [] }: Schema): Field[] {
  return Object.entries(properties).map(([name, schema]) => ({ name, schema, required: required.includes(name) }));
}
