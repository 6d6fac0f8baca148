import type { Call, Schema } from "@/lib/contracts/openapi";
import { Example, Method, Part } from "./parts";
import { RichText } from "./rich-text";
import { type Field, Fields, fieldsOf, TypeName } from "./schema-view";

export interface DocsWords {
  required: string;
  path: string;
  query: string;
  headers: string;
  body: string;
  as_above: string;
  answer: string;
  refusals: string;
  example: string;
  open: string;
}

function Shape({ schema }: { schema: Schema }) {
  if (schema.properties) return <Fields fields={fieldsOf(schema)} />;
  return (
    <p className="py-2 text-sm">
      <code>
        <TypeName schema={schema} />
      </code>
    </p>
  );
}

/** The fields that a body before it does not have. */
const newIn = (schema: Schema, before?: Schema): Field[] =>
  fieldsOf(schema).filter(({ name }) => before?.properties?.[name] === undefined);

const at = (call: Call, place: string): Field[] => (call.parameters ?? []).filter((one) => one.in === place);

/** One call: what it takes at the start, what it answers at the end of the line. */
export function ApiCall({ method, path, call, words }: { method: string; path: string; call: Call; words: DocsWords }) {
  const [inPath, inQuery] = [at(call, "path"), at(call, "query")];
  const bodies = Object.entries(call.requestBody?.content ?? {});
  const [type, answer] = Object.entries(call.responses["200"]?.content ?? {})[0] ?? [];
  const refusals = Object.entries(call.responses).filter(([status]) => status !== "200");
  return (
    <section id={call.operationId} aria-labelledby={`${call.operationId}-name`} className="scroll-mt-4 py-6">
      <h3 id={`${call.operationId}-name`} className="flex flex-wrap items-center gap-2">
        <Method name={method} />
        <code className="break-all font-medium">{path}</code>
        {call.security && <bdi className="rounded-corner bg-sunk px-2 text-soft text-xs">{words.open}</bdi>}
      </h3>
      <p className="mt-2">
        <RichText text={call.summary} />
      </p>
      <div className="grid gap-x-10 lg:grid-cols-2">
        <div className="min-w-0">
          {inPath.length > 0 && (
            <Part title={words.path}>
              <Fields fields={inPath} required={words.required} />
            </Part>
          )}
          {inQuery.length > 0 && (
            <Part title={words.query}>
              <Fields fields={inQuery} required={words.required} />
            </Part>
          )}
          {bodies.map(([kind, { schema = {}, example }], index) => (
            <Part key={kind} title={words.body} kind={kind}>
              {index > 0 && <bdi className="mt-1 block text-sm text-soft">{words.as_above}</bdi>}
              <Fields fields={newIn(schema, bodies[index - 1]?.[1].schema)} required={words.required} />
              {example !== undefined && <Example title={words.example} value={example} />}
            </Part>
          ))}
        </div>
        <div className="min-w-0">
          <Part title={words.answer} kind={`200 · ${type}`}>
            {answer?.schema && <Shape schema={answer.schema} />}
          </Part>
          {answer?.example !== undefined && <Example title={words.example} value={answer.example} />}
          <details className="mt-3">
            <summary className="w-fit rounded-corner font-semibold text-sm text-soft">
              <bdi>{words.refusals}</bdi>
            </summary>
            <ul className="mt-1 space-y-1 text-sm text-soft">
              {refusals.map(([status, { description }]) => (
                <li key={status}>
                  <span className="font-medium text-ink">{status}</span> <RichText text={description} />
                </li>
              ))}
            </ul>
          </details>
        </div>
      </div>
    </section>
  );
}
