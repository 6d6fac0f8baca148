import type { OpenApiDocument } from "@/lib/contracts/openapi";
import { originOf } from "@/lib/server/caller";
import { readAnswer } from "@/lib/server/conditional";
import { documentFor } from "./document";

let made: OpenApiDocument | undefined;

/** The document for whoever reaches this server at `origin`; made once. */
export function openApiDocument(origin: string): OpenApiDocument {
  made ??= documentFor("");
  return { ...made, servers: [{ url: `${origin}/api` }] };
}

/** `GET /api/openapi.json`, open to all: it says nothing that is not in the source. */
export async function openApiRoute(request: Request): Promise<Response> {
  const document = openApiDocument(originOf(Object.fromEntries(request.headers)));
  return readAnswer(request, document, {});
}
