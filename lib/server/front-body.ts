import type { IncomingMessage } from "node:http";

/** More than any JSON or sign-in form holds, in bytes. */
export const MAX_PLAIN_BYTES = 1024 * 1024;

export function isForm(contentType: string | null | undefined): boolean {
  return /^multipart\/form-data\b/i.test(contentType ?? "");
}

/**
 * Next reads a body as fast as it comes, into memory, whoever sends it and whether a route wants it or not.
 * So a multipart body is held until a route takes it from Node (`receiveForm`), and any other may only be small.
 */
export function holdBody(request: IncomingMessage): void {
  const takenByUs = /^\/api\/(?!auth\/)/.test(request.url ?? "");
  if (takenByUs && isForm(request.headers["content-type"])) request.pause();
  else boundBody(request, MAX_PLAIN_BYTES);
}

/** Lets nothing in of a body that says it is larger, for it will be refused; ends the connection of one who just sends more. */
function boundBody(request: IncomingMessage, limit: number): void {
  const push = request.push.bind(request);
  const isRefused = Number(request.headers["content-length"] ?? 0) > limit;
  let size = 0;
  request.push = (chunk, encoding) => {
    if (isRefused) return chunk === null ? push(null) : true;
    size += chunk?.length ?? 0;
    if (size <= limit) return push(chunk, encoding);
    request.destroy();
    return false;
  };
}

/** Once its answer is out, whatever of a held body nobody took is let pass, so that the sender reads the answer. */
export function letPass(request: IncomingMessage): void {
  request.removeAllListeners("data");
  request.resume();
}

/** A body as text; null for one that is larger than `limit` bytes, of which no more is kept. */
export async function textOf(request: IncomingMessage, limit: number): Promise<string | null> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
