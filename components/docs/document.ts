import type { Call, OpenApiDocument } from "@/lib/contracts/openapi";

export interface Chapter {
  name: string;
  calls: { method: string; path: string; call: Call }[];
}

/** The calls of each chapter, in the document's order. */
export function chaptersOf({ tags, paths }: OpenApiDocument): Chapter[] {
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({ method: method.toUpperCase(), path, call })),
  );
  return tags.map(({ name }) => ({ name, calls: all.filter(({ call }) => call.tags.includes(name)) }));
}

export const nameOf = (ref: string) => ref.replace("#/components/schemas/", "");
