import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { MAX_EVENT_BYTES } from "@/lib/server/broadcast/fitting";
import { type ApiCall, faultOf } from "@/lib/server/broadcast/signature";
import { isReadable } from "@/lib/server/front";
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
    const { pathname, searchParams } = addressOf(request);
    const query = Object.fromEntries(searchParams);
    const call = { method: request.method ?? "", path: pathname, query, body: await bodyOf(request) };
    reply(response, 200, JSON.stringify(answerOf(hall, call)), "application/json");
  } catch (error) {
    const known = error instanceof ApiError ? error : new ApiError(500, "the server failed");
    if (known !== error) resources().log.error({ err: error }, "a call of the Pusher HTTP API failed");
    // What is left of a body that nobody will read.
    if (!request.complete) response.setHeader("Connection", "close");
    reply(response, known.status, known.message, "text/plain; charset=utf-8");
  }
}

function addressOf(request: IncomingMessage): URL {
  const { url = "" } = request;
  if (!isReadable(request) || !URL.canParse(url, "http://nida")) throw new ApiError(400, "the address cannot be read");
  return new URL(url, "http://nida");
}

function answerOf(hall: Hall, call: ApiCall): object {
  const [, appId, path = ""] = /^\/apps\/([^/]+)(\/.*)$/.exec(call.path) ?? [];
  if (appId !== hall.app.appId) throw new ApiError(404, "no app has this id");
  const fault = faultOf(hall.app, call, new Date());
  if (fault) throw new ApiError(401, fault);
  const known = routes.filter(([, shape]) => shape.test(path));
  if (known.length === 0) throw new ApiError(404, "there is no such call");
  const [, shape, answer] = known.find(([method]) => method === call.method) ?? [];
  if (!shape || !answer) throw new ApiError(405, "there is no such call by this method");
  return answer(hall, call, decodeURIComponent(shape.exec(path)?.[1] ?? ""));
}

function reply(response: ServerResponse, status: number, body: string, type: string): void {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" }).end(body);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new ApiError(413, "the body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
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
