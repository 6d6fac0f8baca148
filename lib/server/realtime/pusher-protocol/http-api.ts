import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { MAX_EVENT_BYTES } from "@/lib/server/broadcast/fitting";
import { type Address, type ApiCall, faultOf, isSignedBody } from "@/lib/server/broadcast/signature";
import { isReadable } from "@/lib/server/front";
import { letPass, textOf } from "@/lib/server/front-body";
import { resources } from "@/lib/server/resources";
import { ApiError } from "./api-error";
import { frames, parsed } from "./frames";
import { type Hall, sayTo, terminateHere } from "./hall";
import { channelState, listChannels, usersOf } from "./occupancy";

/** Ten events of the largest size, twice escaped, with their envelopes. */
const MAX_BODY_BYTES = 256 * 1024;

const EventName = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => !/^pusher(_internal)?:/.test(name), "pusher: is the protocol's own");
const ChannelName = z.string().regex(/^#?[A-Za-z0-9_\-=@,.;]{1,200}$/);
const Info = z.string().max(100).default("");
const Published = z.object({
  name: EventName,
  data: z.string().refine((data) => Buffer.byteLength(data) <= MAX_EVENT_BYTES, "too_large"),
  socket_id: z.string().nullish(),
  info: Info,
});
const Trigger = Published.extend({
  channel: ChannelName.optional(),
  channels: z.array(ChannelName).max(100).optional(),
});
const Batch = z.object({ batch: z.array(Published.extend({ channel: ChannelName })).max(10) });

type Answer = (hall: Hall, call: ApiCall, name: string) => object;

const routes: [method: string, path: RegExp, answer: Answer][] = [
  ["POST", /^\/events$/, (hall, { body }) => trigger(hall, read(Trigger, body))],
  ["POST", /^\/batch_events$/, (hall, { body }) => triggerAll(hall, read(Batch, body))],
  ["GET", /^\/channels$/, (hall, { query }) => listChannels(hall, query)],
  ["GET", /^\/channels\/([^/]+)$/, (hall, { query }, name) => channelState(hall, name, query.info ?? "")],
  ["GET", /^\/channels\/([^/]+)\/users$/, (hall, _, name) => usersOf(hall, name)],
  ["POST", /^\/users\/([^/]+)\/terminate_connections$/, (hall, _, id) => terminate(hall, id)],
];

/** Pusher's HTTP API, as their server libraries call it. Every call is signed with the app's secret. */
export async function answerApi(hall: Hall, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const answer = answerOf(hall, await signedCall(hall, request));
    reply(response, 200, JSON.stringify(answer), "application/json");
  } catch (error) {
    const known = error instanceof ApiError ? error : new ApiError(500, "the server failed");
    if (known !== error) resources().log.error({ err: error }, "a call of the Pusher HTTP API failed");
    reply(response, known.status, known.message, "text/plain; charset=utf-8");
    letPass(request);
  }
}

function addressOf(request: IncomingMessage): Address {
  const { method = "", url = "" } = request;
  if (!isReadable(request) || !URL.canParse(url, "http://nida")) throw new ApiError(400, "the address cannot be read");
  const { pathname: path, searchParams } = new URL(url, "http://nida");
  return { method, path, query: Object.fromEntries(searchParams) };
}

const partsOf = ({ path }: Address) => /^\/apps\/([^/]+)(\/.*)$/.exec(path)?.slice(1) ?? [];

/** A call with its body, which is read only once the signature counts: of a stranger's nothing is kept. */
async function signedCall(hall: Hall, request: IncomingMessage): Promise<ApiCall> {
  const address = addressOf(request);
  const [appId] = partsOf(address);
  if (appId !== hall.app.appId) throw new ApiError(404, "no app has this id");
  const fault = faultOf(hall.app, address, new Date());
  if (fault) throw new ApiError(401, fault);
  const body = await textOf(request, MAX_BODY_BYTES);
  if (body === null) throw new ApiError(413, "the body is too large");
  const call = { ...address, body };
  if (!isSignedBody(call)) throw new ApiError(401, "invalid body_md5");
  return call;
}

function answerOf(hall: Hall, call: ApiCall): object {
  const [, path = ""] = partsOf(call);
  const known = routes.filter(([, shape]) => shape.test(path));
  if (known.length === 0) throw new ApiError(404, "there is no such call");
  const [, shape, answer] = known.find(([method]) => method === call.method) ?? [];
  if (!shape || !answer) throw new ApiError(405, "there is no such call by this method");
  return answer(hall, call, decodeURIComponent(shape.exec(path)?.[1] ?? ""));
}

function reply(response: ServerResponse, status: number, body: string, type: string): void {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" }).end(body);
}

function read<T extends z.ZodType>(schema: T, body: string): z.output<T> {
  const result = schema.safeParse(parsed(body));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.message === "too_large") throw new ApiError(413, `data is larger than ${MAX_EVENT_BYTES} bytes`);
  throw new ApiError(400, `${issue?.path.join(".") || "body"}: ${issue?.message}`);
}

function trigger(hall: Hall, event: z.output<typeof Trigger>): object {
  const channels = event.channels ?? (event.channel ? [event.channel] : []);
  if (channels.length === 0) throw new ApiError(400, "channels: at least one");
  for (const channel of channels) publish(hall, channel, event);
  if (!event.info) return {};
  return { channels: Object.fromEntries(channels.map((name) => [name, attributes(hall, name, event.info)])) };
}

function triggerAll(hall: Hall, { batch }: z.output<typeof Batch>): object {
  for (const event of batch) publish(hall, event.channel, event);
  if (!batch.some((event) => event.info)) return {};
  return { batch: batch.map((event) => (event.info ? attributes(hall, event.channel, event.info) : {})) };
}

function attributes(hall: Hall, name: string, info: string): object {
  const { occupied: _, ...asked } = channelState(hall, name, info);
  return asked;
}

function publish(hall: Hall, channel: string, { name, data, socket_id }: z.output<typeof Published>): void {
  sayTo(hall, channel, frames.event(channel, name, data), socket_id ?? undefined);
}

function terminate(hall: Hall, userId: string): object {
  terminateHere(hall, userId);
  hall.nodes.tell({ kind: "terminate", userId });
  return {};
}
