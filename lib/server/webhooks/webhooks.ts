import type { Logger } from "pino";
import { webhookBodies } from "@/lib/contracts/webhooks";
import type { Context } from "@/lib/domain/context";
import type { Door } from "@/lib/server/broadcast/publisher";
import type { WebhookSettings } from "@/lib/server/env";
import { type EndpointTimes, openEndpoint } from "./endpoint";

/** Tells every endpoint what the table holds for it. As a door it carries nothing: an event only says that it is time. */
export interface Webhooks extends Door {
  close(): Promise<void>;
}

export function openWebhooks(
  { urls, secret }: WebhookSettings,
  ctx: Pick<Context, "db" | "hot" | "url">,
  log: Logger,
  times?: EndpointTimes,
): Webhooks {
  const endpoints = urls.map((url) => openEndpoint({ url, secret }, ctx, log, times));
  return {
    deliver({ name }) {
      if (name in webhookBodies) for (const endpoint of endpoints) endpoint.wake();
    },
    async close() {
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
    },
  };
}
