import type { Webhook } from "@/lib/contracts/openapi";
import type { DocsWords } from "./api-call";
import { Example, Method, Part } from "./parts";
import { RichText } from "./rich-text";
import { Fields, fieldsOf } from "./schema-view";

/** One call that comes the other way: from Nida to a server of its operator's. */
export function WebhookCall({ name, webhook, words }: { name: string; webhook: Webhook; words: DocsWords }) {
  const { operationId, summary, parameters, requestBody } = webhook;
  return (
    <section id={operationId} aria-labelledby={`${operationId}-name`} className="scroll-mt-4 py-6">
      <h3 id={`${operationId}-name`} className="flex flex-wrap items-center gap-2">
        <Method name="POST" />
        <code className="break-all font-medium">{name}</code>
      </h3>
      <p className="mt-2">
        <RichText text={summary} />
      </p>
      <div className="grid gap-x-10 lg:grid-cols-2">
        <div className="min-w-0">
          <Part title={words.headers}>
            <Fields fields={parameters} />
          </Part>
          {Object.entries(requestBody.content).map(([kind, { schema = {} }]) => (
            <Part key={kind} title={words.body} kind={kind}>
              <Fields fields={fieldsOf(schema)} />
            </Part>
          ))}
        </div>
        <div className="min-w-0">
          {Object.entries(requestBody.content).map(([kind, { example }]) => (
            <Example key={kind} title={words.example} value={example} />
          ))}
        </div>
      </div>
    </section>
  );
}
