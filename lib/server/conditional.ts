import { createHash } from "node:crypto";

/** Whether the caller has this very state already (RFC 9110, 13.1.2: `If-None-Match` compares weakly). */
export function isKnown(request: Request, tag: string): boolean {
  const tags = request.headers.get("if-none-match")?.split(",") ?? [];
  return tags.some((one) => one.trim() === "*" || bare(one) === bare(tag));
}

const bare = (tag: string) => tag.trim().replace(/^W\//, "");

/**
 * A JSON answer to a GET, or 304 where the caller has it already. No cache on the way or on a disk may keep it: who
 * polls keeps the answer, and asks with its `ETag`.
 */
export function readAnswer(request: Request, body: unknown, headers: Record<string, string>): Response {
  const text = JSON.stringify(body);
  const tag = `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  const known = { ...headers, ETag: tag, "Cache-Control": "no-store" };
  if (isKnown(request, tag)) return new Response(null, { status: 304, headers: known });
  return new Response(text, { headers: { ...known, "Content-Type": "application/json" } });
}
