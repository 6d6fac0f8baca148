import { sendMessage } from "@/lib/domain/chat";
import { world } from "@/lib/domain/chat/testing/world";
import type { Database } from "@/lib/domain/context";

export const here = "https://push.example.org/nida";
export const there = "http://127.0.0.1:9/there";

/** What waits to be told, oldest first. */
export function waiting(database: Database) {
  return database.transaction((tx) => tx.webhookDelivery.findMany({ orderBy: { id: "asc" } }));
}

/** For `beforeEach`: nothing waits any more. */
export function forgetAll(database: Database) {
  return database.transaction((tx) => tx.webhookDelivery.deleteMany({}));
}

/** Ahmed, Sara and their conversation, with webhooks; `say` sends a message of Ahmed's. */
export async function told(database: Database, webhookUrls = [here]) {
  const { ctx, ahmed, sara, conversation_id } = await world(database);
  const say = (message: string, client_id?: string) =>
    sendMessage.execute({ ...ctx, webhookUrls }, { conversation_id, message, client_id });
  return { ctx: { ...ctx, webhookUrls }, ahmed, sara, conversation_id, say };
}
