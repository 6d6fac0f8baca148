import { z } from "zod";
import { FormFile } from "@/lib/contracts/uploads";
import { isOperationError, OperationError, refuse, refuseField } from "@/lib/domain/errors";
import type { Operation } from "@/lib/domain/operation";
import type { Form } from "./form";

/** JSON bodies are small; files have their own way in. */
const MAX_JSON_BYTES = 256 * 1024;

const isPlainForm = (type: string) => /^application\/x-www-form-urlencoded\b/i.test(type);
const isJson = (type: string) => /^application\/(.+\+)?json\b/i.test(type);

/**
 * The fields of a JSON body, or of a form without files (`application/x-www-form-urlencoded`, WHATWG URL, 5), as which
 * many HTTP libraries send what they are given; none where there is no body.
 */
export async function readBody(op: Operation, request: Request): Promise<Record<string, unknown>> {
  if (request.method === "GET" || !request.body) return {};
  if (Number(request.headers.get("content-length") ?? 0) > MAX_JSON_BYTES) throw new OperationError("too_large");
  const text = await readText(request.body, MAX_JSON_BYTES);
  if (text === "") return {};
  const type = request.headers.get("content-type") ?? "application/json";
  // No form begins like an object: this is JSON whose sender (curl -d) did not say so.
  if (isPlainForm(type) && !text.startsWith("{")) return typed(op, Object.fromEntries(new URLSearchParams(text)));
  if (!isPlainForm(type) && !isJson(type)) throw refuse("unsupported_media", "json_wanted");
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    throw refuseField("body", "bad_json");
  }
  throw refuseField("body", "wrong_type");
}

async function readText(stream: ReadableStream<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.byteLength;
      if (size > limit) throw new OperationError("too_large");
      chunks.push(chunk);
    }
  } catch (error) {
    // It broke off, as of a page that goes away: no fault of ours, and its sender hears no answer.
    throw isOperationError(error) ? error : refuseField("body", "bad_json");
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The field of an operation that takes the file of a multipart form (RFC 7578), and whether it may be left out. */
export function fileFieldOf(op: Operation): { name: string; optional: boolean } | null {
  const shape = op.input instanceof z.ZodObject ? op.input.shape : {};
  for (const [name, schema] of Object.entries(shape)) {
    if (innermost(schema) === FormFile) return { name, optional: schema !== FormFile };
  }
  return null;
}

/** What a form says, as `op` takes it; its file under `field`. */
export function fromForm(op: Operation, { fields, file }: Form, field: string): Record<string, unknown> {
  return { ...typed(op, fields), ...(file && { [field]: file }) };
}

/** What path and query say, as `op` takes it. */
export function fromUrl(op: Operation, request: Request, params: Record<string, string>): Record<string, unknown> {
  return typed(op, { ...Object.fromEntries(new URL(request.url).searchParams), ...params });
}

/** Paths, queries and forms are text; where the schema wants a number or a boolean, text that is one becomes one. */
function typed(op: Operation, texts: Record<string, string>): Record<string, unknown> {
  const shape = op.input instanceof z.ZodObject ? op.input.shape : {};
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, coerce(shape[name], text)]));
}

function innermost(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  const wrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable;
  return wrapped ? innermost(schema.unwrap()) : schema;
}

function coerce(schema: z.core.$ZodType | undefined, text: string): unknown {
  const inner = innermost(schema);
  if (inner instanceof z.ZodNumber && /^\d{1,15}$/.test(text)) return Number(text);
  if (inner instanceof z.ZodBoolean && /^(1|true)$/.test(text)) return true;
  if (inner instanceof z.ZodBoolean && /^(0|false)$/.test(text)) return false;
  return text;
}
