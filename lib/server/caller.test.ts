import { expect, it, vi } from "vitest";
import { requestIdOf } from "./caller";
import { scratchSqlite } from "./testing/databases";
import { openWebHost } from "./web-host";

it("on a platform that hands requests over, nobody chooses the id by which the logs know theirs", async () => {
  const database = await scratchSqlite();
  const settings = { DATABASE_URL: database.url, NEXTAUTH_SECRET: "s".repeat(32), SOCKET_URL: "http://127.0.0.1:9" };
  for (const [name, value] of Object.entries({ VERCEL: "1", LOG_LEVEL: "fatal", ...settings })) vi.stubEnv(name, value);
  await openWebHost();
  vi.unstubAllEnvs();
  const headers = { "x-request-id": "chosen-by-a-stranger" };
  expect(requestIdOf(headers)).toMatch(/^[\da-f-]{36}$/);
  await database.close();
});
