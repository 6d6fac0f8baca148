import { randomUUID } from "node:crypto";
import type { WebhookType } from "@/lib/contracts/webhooks";
import type { Context, Sql } from "@/lib/domain/context";
import { statement, timeText } from "@/lib/domain/sql";

/** Something that servers of the operator's are to be told. */
export interface Happening {
  type: WebhookType;
  /** id of the message, call or person */
  subject: string;
  /** what has the same lane is told one after the other */
  lane: string;
  at: Date;
}

export const conversationLane = (id: number) => `conversation.${id}`;
export const personLane = (id: number) => `user.${id}`;

const store = statement<
  [eventId: string, endpoint: string, type: WebhookType, subject: string, lane: string, at: string]
>(`
  INSERT INTO webhook_deliveries (event_id, endpoint, type, subject, lane, created_at, due_at)
  VALUES ($1, $2, $3, $4, $5, $6, $6)`);

/**
 * Notes what webhooks will tell, in the transaction in which it happens: both are kept, or neither. Costs nothing where
 * there are no webhooks. What shares a lane must be noted under one lock, so that ids grow as things happen.
 */
export async function noteWebhook(ctx: Pick<Context, "webhookUrls">, sql: Sql, happening: Happening): Promise<void> {
  if (ctx.webhookUrls.length === 0) return;
  const { type, subject, lane, at } = happening;
  const eventId = randomUUID();
  for (const url of ctx.webhookUrls) await sql.all(store, eventId, url, type, subject, lane, timeText(at));
}
