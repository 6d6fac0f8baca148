import { createHash } from "node:crypto";
import { createReadStream, openAsBlob } from "node:fs";
import { pipeline } from "node:stream/promises";
import { AwsClient } from "aws4fetch";
import type { LocalFile, Storage } from "@/lib/domain/context";
import type { S3Settings } from "./env";
import { checkKey } from "./storage-key";

async function sha256(content: Uint8Array | LocalFile): Promise<string> {
  const hash = createHash("sha256");
  if (content instanceof Uint8Array) hash.update(content);
  else await pipeline(createReadStream(content.path), hash);
  return hash.digest("hex");
}

/**
 * A bucket of any S3-compatible server, addressed by path (https://docs.aws.amazon.com/AmazonS3/latest/API).
 * One PUT a file: the server takes it whole, checked against its SHA-256, or not at all.
 */
export function s3Storage({ endpoint, bucket, region, accessKeyId, secretAccessKey }: S3Settings): Storage {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: 3 });
  const root = `${endpoint}/${bucket}`;

  async function ask(method: string, url: string, init: RequestInit = {}): Promise<Response | null> {
    const answer = await client.fetch(url, { method, ...init });
    if (answer.ok) return answer;
    const said = (await answer.text()).slice(0, 500);
    if (answer.status === 404 && !said.includes("NoSuchBucket")) return null;
    throw new Error(`S3 answered ${answer.status} to ${method}: ${said}`);
  }

  const urlOf = (key: string) => `${root}/${checkKey(key)}`;
  return {
    async put(key, content) {
      const headers = { "X-Amz-Content-Sha256": await sha256(content) };
      // A Blob over a file is read as it is sent, and its length is known.
      const body = content instanceof Uint8Array ? new Uint8Array(content) : await openAsBlob(content.path);
      const answer = await ask("PUT", urlOf(key), { body, headers });
      await answer?.arrayBuffer();
      if (!answer) throw new Error("S3 has no place for a file");
    },
    async get(key) {
      const answer = await ask("GET", urlOf(key));
      return answer && new Uint8Array(await answer.arrayBuffer());
    },
    async open(key, range) {
      const headers: HeadersInit = range ? { Range: `bytes=${range.start}-${range.end}` } : {};
      const answer = await ask("GET", urlOf(key), { headers });
      return answer?.body ?? null;
    },
    async delete(key) {
      await (await ask("DELETE", urlOf(key)))?.arrayBuffer();
    },
    async *list(folder) {
      let next: string | undefined;
      do {
        const query = new URLSearchParams({ "list-type": "2", prefix: `${checkKey(folder)}/` });
        if (next) query.set("continuation-token", next);
        const page = (await (await ask("GET", `${root}?${query}`))?.text()) ?? "";
        for (const [, item = ""] of page.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
          const modified = textOf(item, "LastModified");
          yield { key: textOf(item, "Key") ?? "", modifiedAt: new Date(modified ?? 0) };
        }
        next = textOf(page, "NextContinuationToken");
      } while (next);
    },
  };
}

/** The text of the first such element. Our keys need no escapes; a token may hold one. */
function textOf(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1]?.replaceAll("&amp;", "&");
}
