import { createHash, createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

interface SignedRequest {
  method: string;
  /** path and query as they stand on the request line */
  url: string;
  headers: IncomingHttpHeaders;
  body: Uint8Array;
}

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
const hash = (content: string | Uint8Array) => createHash("sha256").update(content).digest("hex");
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Judges a request as Amazon S3 does (Signature Version 4, payload in one piece:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
 * Answers what is wrong with it, or null. It does not ask whether the time is long past.
 */
export function faultOf({ method, url, headers, body }: SignedRequest, secretAccessKey: string): string | null {
  const said = /^AWS4-HMAC-SHA256 Credential=[^/]+\/(.+?), ?SignedHeaders=(.+?), ?Signature=([0-9a-f]{64})$/;
  const [, scope = "", names = "", signature] = said.exec(headers.authorization ?? "") ?? [];
  if (!signature) return "no signature";
  const signed = names.split(";");
  const needed = ["host", ...Object.keys(headers).filter((name) => name.startsWith("x-amz-"))];
  const missing = needed.find((name) => !signed.includes(name));
  if (missing) return `${missing} is not signed`;
  const payload = String(headers["x-amz-content-sha256"]);
  // Nothing need not be signed.
  const isNothing = payload === "UNSIGNED-PAYLOAD" && body.length === 0;
  if (payload !== hash(body) && !isNothing) return "another payload";
  const { pathname, searchParams } = new URL(url, "http://any");
  const path = pathname.split("/").map((part) => encoded(decodeURIComponent(part)));
  const query = [...searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort();
  const lines = signed.map(
    (name) =>
      `${name}:${String(headers[name] ?? "")
        .trim()
        .replace(/ +/g, " ")}\n`,
  );
  const request = [method, path.join("/"), query.join("&"), lines.join(""), names, payload].join("\n");
  const toSign = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hash(request)].join("\n");
  const key = scope.split("/").reduce(hmac, Buffer.from(`AWS4${secretAccessKey}`));
  return hmac(key, toSign).toString("hex") === signature ? null : "another signature";
}
