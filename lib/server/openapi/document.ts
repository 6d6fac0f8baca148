import type { Call, OpenApiDocument } from "@/lib/contracts/openapi";
import type { Operation } from "@/lib/domain/operation";
import { operations } from "@/lib/domain/operations";
import { answersOf, failure } from "./answers";
import { requestOf } from "./requests";
import { SchemaBook } from "./schemas";
import { webhooksIn } from "./webhooks";

/** Which chapter an address belongs to, by its first word. */
const chapters: Record<string, string[]> = {
  Account: ["register", "login", "logout", "me", "avatars"],
  People: ["users", "friends", "blocks", "reports"],
  Chat: ["chat"],
  Files: ["uploads"],
  Calls: ["calls", "ice-servers"],
  Realtime: ["realtime", "broadcasting"],
};

const introduction = `Everything that a person can do in Nida, as HTTP calls. Made from the operations that answer them.

**Identity.** \`Authorization: Bearer {token}\`; \`POST /login\` and \`POST /register\` answer one. Whoever holds no token is
answered 401; what is somebody else's does not exist: 404.

**Envelope.** Success is \`{status: true, message?, data}\`, a refusal \`{status: false, code, message, errors?}\` with the
HTTP status of its code. \`message\` is in the language of \`Accept-Language\`, else the account's, else Arabic.

**Bodies** are JSON; fields alone may also come as \`application/x-www-form-urlencoded\`, and a file comes with them as
\`multipart/form-data\`.

**Lists** take \`limit\` (at most 100) and \`cursor\`, and answer \`next_cursor\` beside \`data\`. **Times** are ISO 8601 in UTC.
Fields that are not known are passed over; those of a wrong type are refused with 422.

**Polling.** Each GET answers an \`ETag\`; sent back as \`If-None-Match\`, an answer that has not changed is 304. **Limits**
are told by \`RateLimit-Policy\` and \`RateLimit\`; one too many is 429 with \`Retry-After\`.

**Events** come by Pusher's protocol at \`/app/{key}\`: ask \`GET /broadcasting/config\`. **Webhooks** tell servers that the
operator names what happened (Standard Webhooks 1.0).`;

function callOf(op: Operation, method: string, path: string, book: SchemaBook): Call {
  const first = path.split("/")[1] ?? "";
  const chapter = Object.entries(chapters).find(([, words]) => words.includes(first))?.[0];
  if (!chapter) throw new Error(`${path} belongs to no chapter of the API's document`);
  return {
    operationId: op.name.replaceAll(/[._](\w)/g, (_, letter: string) => letter.toUpperCase()),
    tags: [chapter],
    summary: op.summary.replace(/\.$/, ""),
    ...(op.open && { security: [] }),
    ...requestOf(op, { method, path }, book),
    responses: answersOf(op, book),
  };
}

const words = Object.values(chapters).flat();
const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** The operations with an address, in the order in which one reads about them. */
function addressed() {
  const all = operations.flatMap((op) => {
    const [method, path] = op.rest?.split(" ") ?? [];
    return method && path ? [{ op, method, path, place: words.indexOf(path.split("/")[1] ?? "") }] : [];
  });
  return all.sort(
    (a, b) =>
      a.place - b.place || a.path.localeCompare(b.path) || methods.indexOf(a.method) - methods.indexOf(b.method),
  );
}

/** The REST API as OpenAPI 3.1 has it. `origin` is where this server is reached. */
export function documentFor(origin: string): OpenApiDocument {
  const book = new SchemaBook();
  const paths: OpenApiDocument["paths"] = {};
  for (const { op, method, path } of addressed()) {
    paths[path] = { ...paths[path], [method.toLowerCase()]: callOf(op, method, path, book) };
  }
  const webhooks = webhooksIn(book);
  return {
    openapi: "3.1.0",
    info: { title: "Nida", version: "1", description: introduction, license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: `${origin}/api` }],
    tags: [...Object.keys(chapters), "Webhooks"].map((name) => ({ name })),
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    webhooks,
    components: {
      schemas: { ...book.components, Failure: failure },
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "the token of `POST /login` or `POST /register`" },
        cookie: {
          type: "apiKey",
          in: "cookie",
          name: "next-auth.session-token",
          description: "the web session, for pages of this server alone; over https its name begins with `__Secure-`",
        },
      },
    },
  };
}
