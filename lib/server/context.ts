import { randomUUID } from "node:crypto";
import type { NidaEvent } from "@/lib/contracts/events";
import { hostOf } from "@/lib/domain/channels";
import type { Actor, Broadcasting, Context } from "@/lib/domain/context";
import { OperationError } from "@/lib/domain/errors";
import { ago } from "@/lib/i18n/relative-time";
import { sign } from "./broadcast/signature";
import type { Caller } from "./caller";
import type { Settings } from "./env";
import { resources } from "./resources";
import { issueTicket } from "./ticket";

/** The server itself as a caller: sweeps, a person's coming and going. */
export function systemCaller(): Caller {
  const { publicUrl, defaultLocale } = resources().settings;
  const origin = publicUrl ? new URL(publicUrl).origin : "";
  return {
    actor: null,
    via: null,
    locale: defaultLocale,
    address: "server",
    userAgent: "",
    ...{ origin, sharedOrigin: origin },
    requestId: randomUUID(),
  };
}

/** What an operation works with, for one call, and the events that it left behind. */
export function createContext(caller: Caller): { ctx: Context<Actor | null>; events: NidaEvent[] } {
  const { database, presence, storage, settings, tracing } = resources();
  const events: NidaEvent[] = [];
  const now = () => new Date();
  const ctx: Context<Actor | null> = {
    actor: caller.actor,
    db: database.db,
    transaction: database.transaction,
    hot: database.hot,
    publish: (event) =>
      void events.push({
        ...(caller.origin === caller.sharedOrigin ? event : forAnybody(event, caller)),
        request_id: caller.requestId,
        trace: tracing?.current(),
      }),
    now,
    presence,
    storage,
    words: { locale: caller.locale, ago: (moment) => ago(moment, now(), caller.locale) },
    limits: { ringTimeoutMs: settings.ringTimeoutMs, callGraceMs: settings.callGraceMs },
    ice: { stunUrls: settings.stunUrls, turnUrls: settings.turnUrls, turnSecret: settings.turnSecret },
    broadcasting: broadcastingOf(settings),
    async socketTicket() {
      if (!caller.actor) throw new OperationError("unauthenticated");
      return issueTicket(caller.actor, now());
    },
    webhookUrls: settings.webhooks?.urls ?? [],
    address: caller.address,
    userAgent: caller.userAgent,
    url: (path) => caller.origin + path,
    sharedUrl: (path) => caller.sharedOrigin + path,
  };
  return { ctx, events };
}

const addressFields = new Set(["avatar", "url", "thumb_url"]);

/** Addresses of ours as others may be told them: whole ones, or paths (RFC 3986, 4.2), for each to read at their server. */
function forAnybody<T>(value: T, caller: Pick<Caller, "origin" | "sharedOrigin">): T {
  if (typeof value !== "object" || value === null) return value;
  const shared = Object.entries(value).map(([name, inner]) => {
    const isOurs = addressFields.has(name) && typeof inner === "string" && inner.startsWith(`${caller.origin}/`);
    return [name, isOurs ? caller.sharedOrigin + inner.slice(caller.origin.length) : forAnybody(inner, caller)];
  });
  return (Array.isArray(value) ? shared.map(([, inner]) => inner) : Object.fromEntries(shared)) as T;
}

/** Whoever carries the events, the signatures are those of the app that the clients name. */
function broadcastingOf(settings: Settings): Broadcasting {
  const { pusherApp } = settings;
  return { key: pusherApp.key, sign: (text) => sign(pusherApp, text), elsewhere: elsewhere(settings) };
}

function elsewhere({ pusher, broadcastDriver, socketUrl }: Settings): Broadcasting["elsewhere"] {
  if (broadcastDriver === "pusher" && pusher) {
    return { cluster: pusher.cluster, host: pusher.host, port: pusher.port, tls: pusher.scheme === "https" };
  }
  return socketUrl ? { cluster: null, ...hostOf(socketUrl) } : null;
}

/** Runs server work that no person asked for, then publishes what happened: also what had when the rest of it failed. */
export async function asServer<T>(work: (ctx: Context<null>) => Promise<T>): Promise<T> {
  const { ctx, events } = createContext(systemCaller());
  try {
    return await work({ ...ctx, actor: null });
  } finally {
    for (const event of events) resources().publisher.deliver(event);
  }
}
