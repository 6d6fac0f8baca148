import type { Parameter, Webhook } from "@/lib/contracts/openapi";
import { type WebhookType, webhookBodies } from "@/lib/contracts/webhooks";
import { exampleOf } from "./examples";
import type { SchemaBook } from "./schemas";

const summaries: Record<WebhookType, string> = {
  "message.sent": "A message was sent, or a call has left its line in the chat (type `call`)",
  "call.ended": "A call is over, for whatever reason",
  "user.created": "Somebody has made an account",
};

function header(name: string, description: string): Parameter {
  return { name, in: "header", required: true, description, schema: { type: "string" } };
}

const headers = [
  header("webhook-id", "the same at every attempt: what has been seen before is passed over"),
  header("webhook-timestamp", "of this attempt, in seconds since 1970; refuse what is older than five minutes"),
  header("webhook-signature", "`v1,` and HMAC-SHA256 in base64, over `{id}.{timestamp}.{body}`"),
];

/** What Nida tells the servers of `WEBHOOK_URLS`, as OpenAPI 3.1 describes calls that come the other way. */
export function webhooksIn(book: SchemaBook): Record<string, { post: Webhook }> {
  const described = Object.entries(webhookBodies).map(([type, body]): [string, { post: Webhook }] => {
    const schema = book.of(body, "output");
    const example = exampleOf(`webhook ${type}`, "body");
    const post = {
      operationId: `webhook.${type}`.replaceAll(/\.(\w)/g, (_, letter: string) => letter.toUpperCase()),
      tags: ["Webhooks"],
      summary: summaries[body.shape.type.value],
      security: [],
      parameters: headers,
      requestBody: { required: true, content: { "application/json": { schema, example } } },
      responses: {
        "2XX": { description: "Taken." },
        default: { description: "Not taken: it comes again." },
      },
    };
    return [type, { post }];
  });
  return Object.fromEntries(described);
}
