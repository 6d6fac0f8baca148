import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import { type ReceivedFile, receivedFile } from "@/lib/contracts/uploads";
import { isOperationError, OperationError, refuse, refuseField } from "@/lib/domain/errors";
import { withRoom } from "./disk-full";
import { resources } from "./resources";

/** What surrounds a file in a form: boundaries, headers and the other fields, in bytes. */
const AROUND = 128 * 1024;
const HOUR_MS = 3_600_000;

interface Part {
  stream: BusboyFileStream;
  name: string;
  written: Promise<void>;
}

export interface Form {
  fields: Record<string, string>;
  /** null when the form has none of that name */
  file: ReceivedFile | null;
  /** Removes the file, unless it has been taken over. */
  discard(): Promise<void>;
}

/** Where files lie while they come in; what a crash leaves there is swept. */
export function incomingFolder(): string {
  return join(resources().settings.uploadDir, "incoming");
}

/** Removes what a crash has left of files that were coming in: nothing takes an hour. */
export async function sweepIncoming(now: Date): Promise<void> {
  const folder = incomingFolder();
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found && now.getTime() - found.mtimeMs > HOUR_MS) await rm(path, { force: true });
  }
}

/**
 * Receives a multipart form (RFC 7578) with one file named `field`, which goes to the disk as it comes and is never
 * whole in memory. Leaves nothing behind when it throws.
 * @throws OperationError `too_large` as soon as the file is · `storage_full` · `validation_failed` for a form that is cut
 * off or holds too many parts
 */
export function receiveForm(request: Request, field: string): Promise<Form> {
  return withRoom(() => receive(request, field));
}

async function receive(request: Request, field: string): Promise<Form> {
  const limit = resources().settings.maxUploadBytes;
  if (Number(request.headers.get("content-length") ?? 0) > limit + AROUND) throw new OperationError("too_large");
  const folder = incomingFolder();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${randomUUID()}.part`);
  const fields: [string, string][] = [];
  const got: { part?: Part } = {};

  const parser = parserFor(request, limit);
  const fail = (refusal: OperationError) => () => parser.emit("error", refusal);
  parser.on("file", (name, stream, filename = "") => {
    if (name !== field) return stream.resume();
    stream.on("limit", fail(refuse("too_large")));
    const written = pipeline(stream, createWriteStream(path, { flags: "wx", mode: 0o600 }));
    written.catch((error) => parser.emit("error", error));
    got.part = { stream, name: filename, written };
  });
  parser.on("field", (name, value, _, truncated) => {
    if (truncated) fail(refuseField(name, "invalid_value"))();
    else if (name) fields.push([name, value]);
  });
  for (const event of ["partsLimit", "filesLimit", "fieldsLimit"] as const) {
    parser.on(event, fail(refuseField("body", "invalid_value")));
  }

  try {
    await feed(sourceOf(request), parser);
    await got.part?.written;
  } catch (error) {
    got.part?.stream.destroy(error instanceof Error ? error : undefined);
    await got.part?.written.catch(() => undefined);
    await rm(path, { force: true });
    throw refusalFor(error);
  }
  return {
    fields: Object.fromEntries(fields),
    file: got.part ? receivedFile(path, got.part.name, got.part.stream.bytesRead) : null,
    discard: () => rm(path, { force: true }),
  };
}

function parserFor(request: Request, fileSize: number) {
  try {
    return new Busboy({
      headers: { "content-type": request.headers.get("content-type") ?? "" },
      limits: { fileSize, files: 1, fields: 10, parts: 12, fieldSize: 64 * 1024, headerPairs: 20, headerSize: 16_384 },
    });
  } catch {
    throw refuseField("body", "invalid_value");
  }
}

/** The body as Node has it, held until now; where there is no such thing, as the platform gives it. */
function sourceOf(request: Request): Readable {
  const incoming = resources().incoming?.getStore();
  if (!incoming) return Readable.fromWeb((request.body ?? new Blob([]).stream()) as ReadableStream<Uint8Array>);
  incoming.removeAllListeners("data");
  return incoming;
}

/** Gives all of `source` to `parser`. If that fails the connection stays: the refusal still has to go out over it. */
function feed(source: Readable, parser: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      source.unpipe(parser);
      reject(error);
    };
    parser.on("finish", resolve);
    parser.on("error", fail);
    source.on("error", fail);
    source.on("close", () => source.readableEnded || fail(new Error("the sender is gone")));
    source.pipe(parser);
  });
}

function refusalFor(error: unknown): unknown {
  if (isOperationError(error)) return error;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  // Errors of the file system have a code and a system call; what is left is a form that is no form, or its sender's end.
  if (error instanceof Error && "syscall" in error && code !== "ECONNRESET") return error;
  return refuseField("body", "invalid_value");
}
