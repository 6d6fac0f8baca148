import { expect } from "@playwright/test";
import type { OpenApiDocument } from "@/lib/contracts/openapi";
import { documentValidator } from "@/lib/server/openapi/testing/validator";
import type { Account } from "./rest";

type Input = Record<string, unknown>;

/** Bytes to be sent in a form. */
export class Upload {
  constructor(
    readonly bytes: Uint8Array<ArrayBuffer>,
    readonly name: string,
  ) {}
}

/** Calls a server by its own document alone, and holds every answer to it. */
export async function documented(url: string) {
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as OpenApiDocument;
  const invalid = documentValidator(document);
  /** "POST /login 200", each once */
  const seen = new Set<string>();

  function describedCall(key: string) {
    const [method = "", path = ""] = key.split(" ");
    const call = document.paths[path]?.[method.toLowerCase()];
    if (!call) throw new Error(`${key} is not documented`);
    return { method, path, call };
  }

  async function request(key: string, who: Pick<Account, "token"> | null, input: Input = {}): Promise<Response> {
    const { method, path, call } = describedCall(key);
    const names = (place: string) => (call.parameters ?? []).filter((one) => one.in === place).map(({ name }) => name);
    const inPath = names("path");
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input[name])));
    const rest = Object.entries(input).filter(([name]) => !inPath.includes(name));
    const headers: Record<string, string> = who ? { Authorization: `Bearer ${who.token}` } : {};
    const { url: base } = document.servers[0] ?? { url: "" };
    if (method === "GET") {
      const query = new URLSearchParams(rest.map(([name, value]) => [name, String(value)]));
      for (const [name] of rest) expect(names("query"), key).toContain(name);
      return fetch(`${base}${filled}?${query}`, { headers });
    }
    const content = call.requestBody?.content ?? {};
    if (rest.some(([, value]) => value instanceof Upload)) {
      expect(content, key).toHaveProperty("multipart/form-data");
      const form = new FormData();
      for (const [name, value] of rest) {
        if (value instanceof Upload) form.set(name, new Blob([value.bytes]), value.name);
        else form.set(name, String(value));
      }
      return fetch(`${base}${filled}`, { method, headers, body: form });
    }
    const body = Object.fromEntries(rest);
    if (rest.length === 0) return fetch(`${base}${filled}`, { method, headers });
    const json = { ...headers, "Content-Type": "application/json" };
    return fetch(`${base}${filled}`, { method, headers: json, body: JSON.stringify(body) });
  }

  return {
    document,
    seen,
    /** One call; its answer must be one that the document knows, to the last field. Answers `data`. */
    async call<T = unknown>(
      key: string,
      who: Pick<Account, "token"> | null,
      input: Input = {},
      status = 200,
    ): Promise<T> {
      const answer = await request(key, who, input);
      const bytes = await answer.arrayBuffer();
      const text = Buffer.from(bytes).toString("utf8");
      const what = `${key} ${JSON.stringify(input)}: ${answer.status} ${text.slice(0, 300)}`;
      expect(answer.status, what).toBe(status);
      const { responses } = describedCall(key).call;
      const content = responses[String(status)]?.content;
      expect(content, `${key} does not document ${status}`).toBeDefined();
      seen.add(`${key} ${status}`);
      const [type = "", { schema } = {}] = Object.entries(content ?? {})[0] ?? [];
      if (!schema) {
        expect(bytes.byteLength, what).toBeGreaterThan(0);
        return undefined as T;
      }
      expect(answer.headers.get("Content-Type") ?? "", what).toContain(type);
      const body = JSON.parse(text);
      expect(invalid(schema, body), what).toBeNull();
      return (body.data ?? body) as T;
    },
  };
}
