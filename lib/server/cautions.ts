import type { Settings } from "./env";

/** What an operator should not find out by surprise; said in the log at every start. */
export function cautionsOf(settings: Settings): string[] {
  const cautions: string[] = [];
  if (!settings.rateLimit) cautions.push("RATE_LIMIT=off: nobody is held back from guessing passwords or flooding");
  if (settings.redisUrl && settings.database === "sqlite") {
    cautions.push(
      "REDIS_URL is set, but the database is a file: nodes share a PostgreSQL (DATABASE_URL), never a file",
    );
  }
  if (settings.webhooks && !settings.publicUrl) {
    cautions.push(
      "WEBHOOK_URLS is set, but not NEXTAUTH_URL: the links in webhooks are paths without this server's address",
    );
  }
  return cautions;
}
