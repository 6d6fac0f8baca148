import { create as contentDisposition } from "content-disposition";
import type { z } from "zod";
import { StoredFile } from "@/lib/contracts/uploads";
import { refuse } from "@/lib/domain/errors";
import type { Operation } from "@/lib/domain/operation";
import { rangeOf } from "./byte-range";
import { isKnown } from "./conditional";
import { execute } from "./execute";
import { fromUrl } from "./request-input";
import { resources } from "./resources";
import { type Handler, respond } from "./respond";

/** Serves the stored file that an operation names, or a range of it (RFC 9110, 14), straight from where it lies. */
export function fileRoute(op: Operation<z.ZodType, typeof StoredFile>): Handler {
  return respond(op.name, async (request, params, caller) => {
    const file = StoredFile.parse(await execute(op, caller, fromUrl(op, request, params)));
    const headers = headersOf(file);
    // A key never gets other bytes, so it is its own strong validator.
    const tag = headers.get("ETag");
    if (tag && isKnown(request, tag)) return new Response(null, { status: 304, headers });
    const unchanged = [null, tag].includes(request.headers.get("if-range"));
    const range = unchanged && file.size !== null ? rangeOf(request.headers.get("range"), file.size) : null;
    if (range === "none") {
      return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${file.size}` } });
    }
    const body = await resources().storage.open(file.key, range ?? undefined);
    if (!body) throw refuse("not_found");
    if (range) headers.set("Content-Range", `bytes ${range.start}-${range.end}/${file.size}`);
    const length = range ? range.end - range.start + 1 : file.size;
    if (length !== null) headers.set("Content-Length", String(length));
    return new Response(body, { status: range ? 206 : 200, headers });
  });
}

function headersOf(file: StoredFile): Headers {
  return new Headers({
    "Content-Type": file.content_type,
    "Content-Disposition": contentDisposition(file.name, { type: file.disposition }),
    "Accept-Ranges": file.size === null ? "none" : "bytes",
    ETag: `"${file.key}"`,
    // Whoever signs out, or is no longer let in, asks again; what is deleted is gone within the hour.
    "Cache-Control": "private, max-age=3600",
    Vary: "Cookie, Authorization",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
  });
}
