import type { Call, Parameter, Schema } from "@/lib/contracts/openapi";
import type { Operation } from "@/lib/domain/operation";
import { fileFieldOf } from "@/lib/server/request-input";
import { exampleOf } from "./examples";
import type { SchemaBook } from "./schemas";

type Property = [name: string, schema: Schema];

function parameter(
  [name, { description, ...schema }]: Property,
  place: "path" | "query",
  required: string[],
): Parameter {
  return {
    name,
    in: place,
    required: place === "path" || required.includes(name),
    ...(description && { description }),
    schema,
  };
}

const objectOf = (properties: Property[], required: string[]): Schema => {
  const wanted = required.filter((name) => properties.some(([known]) => known === name));
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(wanted.length > 0 && { required: wanted }),
  };
};

function bodyOf(op: Operation, properties: Property[], required: string[]): Pick<Call, "requestBody"> {
  if (properties.length === 0) return {};
  const file = fileFieldOf(op);
  const schema = objectOf(properties, required);
  const example = exampleOf(op.name, "body");
  const inJson = objectOf(
    properties.filter(([name]) => name !== file?.name),
    required,
  );
  const json = { "application/json": { schema: inJson, ...(example !== undefined && { example }) } };
  const form = { "multipart/form-data": { schema } };
  const content = file ? { ...(file.optional && json), ...form } : json;
  return { requestBody: { required: (schema.required ?? []).length > 0, content } };
}

/** Where each field of an operation's input goes: into the path, the query of a GET, the body of all others. */
export function requestOf(
  op: Operation,
  { method, path }: { method: string; path: string },
  book: SchemaBook,
): Pick<Call, "parameters" | "requestBody"> {
  const { properties = {}, required = [] } = book.of(op.input, "input");
  const all: Property[] = Object.entries(properties);
  const inPath = all.filter(([name]) => path.includes(`{${name}}`));
  const rest = all.filter(([name]) => !path.includes(`{${name}}`));
  const reads = method === "GET";
  const parameters = [
    ...inPath.map((one) => parameter(one, "path", required)),
    ...(reads ? rest.map((one) => parameter(one, "query", required)) : []),
  ];
  return { ...(parameters.length > 0 && { parameters }), ...(reads ? {} : bodyOf(op, rest, required)) };
}
