import { randomUUID } from "node:crypto";
import { acceptConversation, sendMessage, startConversation } from "@/lib/domain/chat";
import type { Actor, Context, Database } from "@/lib/domain/context";
import { testContext } from "@/lib/domain/testing/context";
import { createPerson } from "@/lib/domain/testing/people";

/** Somebody whom no other test knows. */
export function newPerson(database: Database, name?: string): Promise<Actor> {
  return createPerson(database, `u${randomUUID().slice(0, 12)}`, name === undefined ? {} : { name });
}

/** Ahmed and Sara, with a conversation unless `start` is false, in which both are welcome unless `accepted` is false. */
export async function world(database: Database, { start = true, accepted = true } = {}) {
  const ahmed = await newPerson(database, "أحمد محمد");
  const sara = await newPerson(database, "سارة");
  const ctx = testContext(database, { actor: ahmed });
  const conversation_id = start ? (await startConversation.execute(ctx, { user_id: sara.id })).conversation_id : 0;
  if (start && accepted) {
    for (const person of [ahmed, sara]) await acceptConversation.execute(ctx.as(person), { conversation_id });
    ctx.world.events.length = 0;
  }
  return { ctx, ahmed, sara, conversation_id };
}

/** Sends texts to a conversation. */
export function saying(ctx: Context, conversation_id: number) {
  return (message: string) => sendMessage.execute(ctx, { conversation_id, message });
}
