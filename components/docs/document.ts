import type { Call, OpenApiDocument, Webhook } from "@/lib/contracts/openapi";

export interface Chapter {
  name: string;
  calls: { method: string; path: string; call: Call }[];
  /** calls that come the other way */
  webhooks: { name: string; webhook: Webhook }[];
}

/** The calls of each chapter, in the document's order. */
export function chaptersOf({ tags, paths, webhooks }: OpenApiDocument): Chapter[] {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({ method: method.toUpperCase(), path, call })),
  );
  const told = Object.entries(webhooks).map(([name, { post }]) => ({ name, webhook: post }));
  return tags.map(({ name }) => ({
    name,
    calls: all.filter(({ call }) => call.tags.includes(name)),
    webhooks: told.filter(({ webhook }) => webhook.tags.includes(name)),
  }));
}

export const nameOf = (ref: string) => ref.replace("#/components/schemas/", "");
