import type { OpenApiDocument } from "@/lib/contracts/openapi";
import { ApiCall, type DocsWords } from "./api-call";
import { type Chapter, chaptersOf } from "./document";
import { Method } from "./parts";
import { RichText } from "./rich-text";
import { Fields, fieldsOf, TypeName } from "./schema-view";
import { WebhookCall } from "./webhook-call";

export interface ReferenceWords extends DocsWords {
  contents: string;
  schemas: string;
  chapters: Record<string, string>;
}

/** What the contents say of a chapter. */
function entriesOf({ calls, webhooks }: Pick<Chapter, "calls" | "webhooks">) {
  return [
    ...calls.map(({ method, path, call }) => ({ id: call.operationId, method, path })),
    ...webhooks.map(({ name, webhook }) => ({ id: webhook.operationId, method: "POST", path: name })),
  ];
}

function Contents({ chapters, words }: { chapters: Chapter[]; words: ReferenceWords }) {
  return (
    <ul className="space-y-4 text-sm">
      {chapters.map(({ name, calls, webhooks }) => (
        <li key={name}>
          <a href={`#${name}`} className="font-semibold no-underline hover:text-brand-ink">
            {words.chapters[name] ?? name}
          </a>
          <ul dir="ltr" className="mt-1">
            {entriesOf({ calls, webhooks }).map(({ id, method, path }) => (
              <li key={id}>
                <a
                  href={`#${id}`}
                  className="-mx-2 flex min-h-11 items-center lg:min-h-9 gap-2 rounded-corner px-2 text-soft no-underline hover:bg-sunk hover:text-ink"
                >
                  <Method name={method} />
                  <code className="truncate text-xs" title={path}>
                    {path}
                  </code>
                </a>
              </li>
            ))}
          </ul>
        </li>
      ))}
      <li>
        <a href="#schemas" className="font-semibold no-underline hover:text-brand-ink">
          {words.schemas}
        </a>
      </li>
    </ul>
  );
}

/** The whole document as one page that needs no script: contents, chapters of calls, and what they speak of. */
export function ApiReference({ document, words }: { document: OpenApiDocument; words: ReferenceWords }) {
  const chapters = chaptersOf(document);
  return (
    <div className="mx-auto grid w-full max-w-[1400px] gap-x-10 px-4 sm:px-6 lg:grid-cols-[17rem_minmax(0,1fr)]">
      <nav aria-label={words.contents} className="max-lg:hidden">
        <div className="sticky top-0 max-h-dvh overflow-y-auto overscroll-contain py-6 pe-3">
          <Contents chapters={chapters} words={words} />
        </div>
      </nav>
      <div className="min-w-0 pb-24">
        <details className="mt-4 rounded-surface border border-line bg-surface p-3 lg:hidden">
          <summary className="min-h-8 font-semibold">{words.contents}</summary>
          <div className="mt-3">
            <Contents chapters={chapters} words={words} />
          </div>
        </details>
        <div lang="en" dir="ltr" className="me-auto max-w-measure space-y-3 py-6">
          {document.info.description.split("\n\n").map((paragraph) => (
            <p key={paragraph}>
              <RichText text={paragraph} />
            </p>
          ))}
        </div>
        {chapters.map(({ name, calls, webhooks }) => (
          <section key={name} id={name} aria-label={words.chapters[name] ?? name} className="scroll-mt-2">
            <h2 className="mt-8 border-line border-b pb-2 font-semibold text-2xl">{words.chapters[name] ?? name}</h2>
            <div lang="en" dir="ltr" className="divide-y divide-line">
              {calls.map(({ method, path, call }) => (
                <ApiCall key={call.operationId} method={method} path={path} call={call} words={words} />
              ))}
              {webhooks.map(({ name, webhook }) => (
                <WebhookCall key={name} name={name} webhook={webhook} words={words} />
              ))}
            </div>
          </section>
        ))}
        <section id="schemas" aria-label={words.schemas}>
          <h2 className="mt-8 border-line border-b pb-2 font-semibold text-2xl">{words.schemas}</h2>
          <div lang="en" dir="ltr" className="grid gap-x-10 md:grid-cols-2">
            {Object.entries(document.components.schemas).map(([name, schema]) => (
              <section key={name} id={name} aria-label={name} className="min-w-0 scroll-mt-4 py-4">
                <h3 className="font-medium">
                  <code>{name}</code>
                </h3>
                {schema.description && (
                  <p className="text-sm text-soft">
                    <RichText text={schema.description} />
                  </p>
                )}
                {schema.properties ? (
                  <Fields fields={fieldsOf(schema)} />
                ) : (
                  <p className="py-2 text-sm">
                    <code>
                      <TypeName schema={schema} />
                    </code>
                  </p>
                )}
              </section>
            ))}
          </div>
        </section>
      </div>
    </div>
  );
}
