import { afterAll, beforeAll, expect, it } from "vitest";
import { sendMessage } from "@/lib/domain/chat";
import { world } from "@/lib/domain/chat/testing/world";
import { openTokenSession } from "@/lib/domain/users/sessions";
import { serveRoutes } from "@/lib/server/testing/route-server";
import { GET } from "./me/export/route";

let server: Awaited<ReturnType<typeof serveRoutes>>;
beforeAll(async () => {
  server = await serveRoutes([["GET", /^\/api\/me\/export$/, GET]]);
});
afterAll(() => server.stop());

it("one's data comes as a file of JSON in the envelope, for who is signed in", async () => {
  const { ctx, ahmed, conversation_id } = await world(server.database);
  const { id } = await sendMessage.execute(ctx, { conversation_id, message: "مرحباً" });
  const owner = { userId: ahmed.id, deviceName: "Phone" };
  const token = await server.database.transaction((tx) => openTokenSession(tx, ctx, owner));
  const ask = (headers: Record<string, string>) => fetch(`${server.url}/api/me/export`, { headers });

  const answer = await ask({ Authorization: `Bearer ${token}` });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Content-Type")).toBe("application/json");
  expect(answer.headers.get("Content-Disposition")).toBe('attachment; filename="nida.json"');
  expect(answer.headers.get("Cache-Control")).toBe("no-store");
  expect(answer.headers.get("RateLimit")).toMatch(/^"person-3600s";r=5;/);
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({
    status: true,
    data: {
      profile: { id: ahmed.id },
      sessions: [{ name: "Test" }, { name: "Phone" }],
      conversations: [{ id: conversation_id, messages: [{ id, message: "مرحباً" }] }],
    },
  });
  expect(text, "nothing that opens the account").not.toMatch(/hash|nida_/i);
  expect(await (await ask({})).json()).toMatchObject({ status: false, code: "unauthenticated" });
});
