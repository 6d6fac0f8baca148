import type { z } from "zod";
import type { Picture } from "@/lib/contracts/users";
import { OperationError, refuse } from "@/lib/domain/errors";
import type { Operation } from "@/lib/domain/operation";
import { catalogueOf } from "@/lib/i18n/translate";
import type { Caller } from "./caller";
import { readAnswer } from "./conditional";
import { execute, executeAfter, type Refusal } from "./execute";
import { type Form, receiveForm } from "./form";
import { isForm } from "./front-body";
import { jsonStream } from "./json-stream";
import { fileFieldOf, fromForm, fromUrl, readBody } from "./request-input";
import { resources } from "./resources";
import { type Handler, refusal, respond, type Work } from "./respond";

/** A REST call made of an operation: identity, input, envelope, status. The handler holds no logic of its own. */
export function route(op: Operation): Handler {
  const file = fileFieldOf(op);
  return respond(op.name, async (request, params, caller) => {
    const url = fromUrl(op, request, params);
    const form = isForm(request.headers.get("content-type"));
    // A stranger learns nothing about the shape of things, here either.
    if (!caller.actor && !op.open) throw new OperationError("unauthenticated");
    if (file && !form && !file.optional) throw refuse("unsupported_media", "form_wanted");
    const output =
      file && form
        ? await executeForm(op, caller, { request, file: file.name, url })
        : await execute(op, caller, { ...(await readBody(op, request)), ...url });
    // By it a client knows how far its own clock is off, so that both screens of a call show the same time.
    const headers = { "Nida-Now": `${Date.now()}` };
    const body = envelope(op, output, caller);
    return request.method === "GET" ? readAnswer(request, body, headers) : Response.json(body, { headers });
  });
}

/** A GET whose answer is too long to be held at once, as a file to keep. `name`: what it is called. */
export function streamRoute(op: Operation, name: string): Handler {
  return respond(op.name, async (request, params, caller) => {
    const output = await execute(op, caller, fromUrl(op, request, params));
    const broke = (err: unknown) => resources().log.error({ err, operation: op.name }, "an answer broke off");
    return new Response(jsonStream({ status: true, data: output }, broke), {
      headers: {
        "Content-Type": "application/json",
        "Content-Disposition": `attachment; filename="${name}"`,
        "Cache-Control": "no-store",
      },
    });
  });
}

/** Whatever the reason, Pusher's clients know one refusal; "later" and "our fault" stay what they are. */
const forbidden = (refused: Refusal) => refusal({ ...refused, http: refused.http < 429 ? 403 : refused.http });

/** An authorisation as Pusher's clients ask for it: form or JSON, and the bare output as the answer. */
export function authRoute(op: Operation): Handler {
  const work: Work = async (request, _, caller) => {
    // Some clients can add parameters to the address alone.
    const input = { ...fromUrl(op, request, {}), ...(await readBody(op, request)) };
    return Response.json(await execute(op, caller, input), { headers: { "Cache-Control": "no-store" } });
  };
  return respond(op.name, work, forbidden);
}

type FormCall = { request: Request; file: string; url: Record<string, unknown> };

async function executeForm(op: Operation, caller: Caller, { request, file, url }: FormCall): Promise<unknown> {
  let form: Form | undefined;
  try {
    return await executeAfter(op, caller, async () => {
      form = await receiveForm(request, file);
      return { ...fromForm(op, form, file), ...url };
    });
  } finally {
    await form?.discard();
  }
}

/** Answers the bytes of a picture, with the headers that the operation gives. */
export function pictureRoute(op: Operation<z.ZodType, typeof Picture>): Handler {
  return respond(op.name, async (request, params, caller) => {
    const { bytes, content_type, cache_control } = await execute(op, caller, fromUrl(op, request, params));
    return new Response(bytes, {
      headers: {
        "Content-Type": content_type,
        "Cache-Control": cache_control,
        "Content-Security-Policy": "sandbox; default-src 'none'",
      },
    });
  });
}

function envelope(op: Operation, output: unknown, caller: Caller) {
  const done: Record<string, string> = catalogueOf(caller.locale).done;
  const message = op.done ? { message: done[op.done] } : {};
  if (typeof output === "object" && output !== null && "items" in output && "next_cursor" in output) {
    return { status: true, ...message, data: output.items, next_cursor: output.next_cursor };
  }
  return { status: true, ...message, data: output ?? null };
}
