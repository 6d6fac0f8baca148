import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { NidaEvent } from "@/lib/contracts/events";
import type { PresenceSource } from "@/lib/domain/context";
import type { Door } from "@/lib/server/broadcast/publisher";
import { faultOf, isSignedBody } from "@/lib/server/broadcast/signature";
import { letPass, textOf } from "@/lib/server/front-body";
import { resources } from "@/lib/server/resources";
import { postApp } from "./post-app";

/** A call of `openPost` is far smaller. */
const MAX_BODY_BYTES = 2 * 1024 * 1024;
/** A signature counts for so long, in seconds: nobody but us signs these calls, and our clocks agree. */
const CLOCK_TOLERANCE_S = 60;
/** Hosts of pages whose last number is remembered; a serverless platform starts many. */
const MAX_SENDERS = 10_000;

const Events = z.object({
  from: z.uuid(),
  n: z.int().positive(),
  lost: z.boolean(),
  events: z.array(z.object({ name: z.string(), data: z.looseObject({}), to: z.array(z.int()) }).loose()),
});
const UserIds = z.array(z.int());

interface House {
  secret: string;
  publisher: Door;
  presence: PresenceSource;
  /** events were lost on the way: every client must ask what it missed */
  recall(): void;
}

/** Answers what hosts of pages ask of the socket host, below `/nida/`: `openPost` is the other end. */
export function openPostDoor({ secret, publisher, presence, recall }: House) {
  const app = postApp(secret);
  const heard = new Map<string, number>();

  /** Each batch once, in the order of its sender: one that comes twice was taken the first time. */
  function take({ from, n, lost, events }: z.output<typeof Events>): void {
    if (n <= (heard.get(from) ?? 0)) return;
    heard.delete(from);
    heard.set(from, n);
    const [oldest] = heard.keys();
    if (heard.size > MAX_SENDERS && oldest) heard.delete(oldest);
    if (lost) recall();
    // Made by the same code as ours, and signed.
    for (const event of events) publisher.deliver(event as unknown as NidaEvent);
  }

  async function answer(path: string, body: unknown): Promise<unknown> {
    if (path === "/nida/events") {
      take(Events.parse(body));
      return {};
    }
    if (path === "/nida/online") return [...(await presence.online(UserIds.parse(body)))];
    return null;
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const reply = (status: number, body: unknown) => {
      response
        .writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" })
        .end(JSON.stringify(body));
      letPass(request);
    };
    try {
      const { pathname: path, searchParams } = new URL(request.url ?? "", "http://nida");
      const call = { method: request.method ?? "", path, query: Object.fromEntries(searchParams) };
      // Before the body: whatever strangers send, nothing of it is kept.
      const fault = faultOf(app, call, new Date(), CLOCK_TOLERANCE_S);
      if (fault) return void reply(401, { fault });
      const body = await textOf(request, MAX_BODY_BYTES);
      if (body === null) return void reply(413, { fault: "too large" });
      if (!isSignedBody({ ...call, body })) return void reply(401, { fault: "invalid body_md5" });
      const answered = await answer(path, JSON.parse(body || "null"));
      reply(answered === null ? 404 : 200, answered);
    } catch (error) {
      // Anybody may begin to send, and go: that is nothing to tell.
      if (!request.complete) return void response.destroy();
      resources().log.error({ err: error }, "a call of a host of pages failed");
      reply(400, { fault: "not understood" });
    }
  };
}
