import { randomUUID } from "node:crypto";
import type { Actor, Database } from "@/lib/domain/context";
import { registerWeb } from "@/lib/domain/users";
import { testContext } from "./context";

export const password = "correct horse";

/** A username that no other test has. */
export function newUsername(prefix = "u"): string {
  return `${prefix}${randomUUID().slice(0, 12)}`;
}

/** Somebody who registered by screen, with the `password` above. */
export async function newAccount(database: Database, name = "سارة"): Promise<Actor & { username: string }> {
  const username = newUsername();
  const ctx = testContext(database, { actor: null });
  const { session_id, user } = await registerWeb.execute(ctx, { name, username, password });
  return { id: user.id, sessionId: session_id, username };
}
