import { expect, inject, it, vi } from "vitest";
import { requestIdOf } from "./caller";
import { scratchPostgres } from "./testing/databases";
import { openWebHost } from "./web-host";

const there = it.skipIf(!inject("templatePostgres"));

there("on a platform that hands requests over, nobody chooses the id by which the logs know theirs", async () => {
  const database = await scratchPostgres();
  if (!database) throw new Error("PostgreSQL is installed, but does not run");
  const nowhere = "http://127.0.0.1:9";
  const settings = { VERCEL: "1", LOG_LEVEL: "fatal", SOCKET_URL: nowhere, NEXTAUTH_SECRET: "s".repeat(32) };
  const bucket = { S3_ENDPOINT: nowhere, S3_BUCKET: "files", S3_ACCESS_KEY_ID: "id", S3_SECRET_ACCESS_KEY: "key" };
  for (const [name, value] of Object.entries({ ...settings, ...bucket, DATABASE_URL: database.url }))
    vi.stubEnv(name, value);
  await openWebHost();
  vi.unstubAllEnvs();
  const headers = { "x-request-id": "chosen-by-a-stranger" };
  expect(requestIdOf(headers)).toMatch(/^[\da-f-]{36}$/);
  await database.close();
});
