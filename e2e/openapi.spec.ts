import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "./fixtures";
import { documented, Upload } from "./support/documented";
import { type Account, newcomer } from "./support/rest";

/** Makes somebody an admin, as the operator does. */
const promote = (dataDir: string, username: string) =>
  promisify(execFile)(process.execPath, ["scripts/nida.mjs", "admin", "promote", username], {
    env: { ...process.env, DATA_DIR: dataDir },
  });

interface Named {
  id: number;
}

// A picture of one pixel (GIF89a).
const pixel = new Uint8Array(Buffer.from("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64"));

test("every documented call answers as the document says, and refuses as it says", async ({ server }) => {
  test.setTimeout(120_000);
  const { document, call, seen } = await documented(server.url);
  expect(document.servers).toEqual([{ url: `${server.url}/api` }]);

  const sign = { name: "سارة", username: `doc${process.pid}`, password: "correct horse" };
  const { user } = await call<{ user: Named }>("POST /register", null, { ...sign, email: "sara@example.org" });
  const { token } = await call<{ token: string }>("POST /login", null, { ...sign, name: undefined });
  const sara = { token };
  await call("POST /register", null, sign, 409);
  await call("POST /login", null, { username: sign.username, password: "wrong" }, 401);
  await call("POST /login", null, { username: 5 }, 422);
  const ahmed: Account = await newcomer(server.url, "أحمد محمد");
  const layla: Account = await newcomer(server.url, "ليلى");
  const him = { user_id: ahmed.id };

  await call("GET /me", sara);
  await call("PATCH /me", sara, { about: "مرحباً", locale: "ar", hide_presence: false });
  await call("PATCH /me", sara, { locale: "fr" }, 422);
  const { avatar } = await call<{ avatar: string }>("PUT /me/avatar", sara, { image: new Upload(pixel, "me.gif") });
  await call("PUT /me/avatar", sara, { image: new Upload(new Uint8Array([1, 2, 3]), "me.gif") }, 415);
  await call("GET /avatars/{key}", sara, { key: avatar.split("/").at(-1) });
  await call("GET /avatars/{key}", sara, { key: "nobodys" }, 404);
  await call("GET /users", sara, { query: ahmed.username, limit: 5 });
  await call("GET /users/{user_id}", sara, him);
  await call("GET /users/{user_id}", sara, { user_id: 2_147_483_647 }, 404);
  await call("GET /users/by-username/{username}", sara, { username: ahmed.username });

  const asked = await call<Named>("POST /friends/requests", sara, him);
  await call("POST /friends/requests", sara, him, 409);
  await call("GET /friends/requests", sara);
  await call("DELETE /friends/requests/{request_id}", sara, { request_id: asked.id });
  const again = await call<Named>("POST /friends/requests", sara, him);
  await call("POST /friends/requests/{request_id}/decline", ahmed, { request_id: again.id });
  const third = await call<Named>("POST /friends/requests", sara, him);
  await call("POST /friends/requests/{request_id}/accept", ahmed, { request_id: third.id });
  await call("POST /friends/requests/{request_id}/accept", ahmed, { request_id: 2_147_483_647 }, 404);
  await call("GET /friends", sara, { limit: 10 });

  const { conversation_id } = await call<{ conversation_id: number }>("POST /chat/conversations/start", sara, him);
  const here = { conversation_id };
  const said = await call<Named>("POST /chat/conversations/{conversation_id}/messages", sara, {
    ...here,
    message: "كيف حالك؟",
    client_id: crypto.randomUUID(),
  });
  const note = new Upload(new Uint8Array(Buffer.from("minutes")), "notes.txt");
  await call("POST /chat/conversations/{conversation_id}/messages", sara, { ...here, file: note, message: "محضر" });
  await call("POST /chat/conversations/{conversation_id}/messages", sara, { ...here, message: "" }, 422);
  await call("POST /chat/conversations/{conversation_id}/messages", layla, { ...here, message: "?" }, 404);
  const upload = await call<{ id: string }>("POST /uploads", sara, { file: note });
  await call("POST /uploads", sara, { file: "no form" }, 415);
  await call("POST /chat/conversations/{conversation_id}/messages", sara, { ...here, upload_id: upload.id });
  await call("GET /uploads/{upload_id}", ahmed, { upload_id: upload.id });
  await call("GET /uploads/{upload_id}", layla, { upload_id: upload.id }, 404);
  await call("GET /chat/conversations", ahmed, { limit: 1 });
  await call("GET /chat/conversations/{conversation_id}", ahmed, here);
  await call("GET /chat/conversations/{conversation_id}/messages", ahmed, { ...here, peek: true, limit: 2 });
  await call("GET /chat/conversations/{conversation_id}/messages", ahmed, { ...here, since_rev: 0 });
  for (const verb of ["accept", "delivered", "read", "typing"]) {
    await call(`POST /chat/conversations/{conversation_id}/${verb}`, ahmed, here);
  }
  await call("PATCH /chat/conversations/{conversation_id}", ahmed, { ...here, pinned: true });
  const it = { message_id: said.id };
  await call("PATCH /chat/messages/{message_id}", sara, { ...it, message: "كيف حالكم؟" });
  await call("PATCH /chat/messages/{message_id}", ahmed, { ...it, message: "mine" }, 403);
  await call("PUT /chat/messages/{message_id}/reactions/{emoji}", ahmed, { ...it, emoji: "👍" });
  await call("PUT /chat/messages/{message_id}/reactions/{emoji}", ahmed, { ...it, emoji: "x" }, 422);
  await call("DELETE /chat/messages/{message_id}/reactions/{emoji}", ahmed, { ...it, emoji: "👍" });
  await call("PUT /chat/messages/{message_id}/star", ahmed, it);
  await call("GET /chat/starred", ahmed);
  await call("GET /chat/conversations/{conversation_id}/marks", ahmed, { ...here, since_rev: 0 });
  await call("DELETE /chat/messages/{message_id}/star", ahmed, it);
  await call("GET /chat/search", ahmed, { query: "حالكم" });
  await call("POST /chat/messages/{message_id}/forward", ahmed, { ...it, user_id: user.id });
  await call("DELETE /chat/messages/{message_id}", sara, { ...it, for: "everyone" });
  await call("PUT /chat/messages/{message_id}/reactions/{emoji}", ahmed, { ...it, emoji: "👍" }, 409);

  const [hers, his] = [{ device_id: "sara-phone" }, { device_id: "ahmed-phone" }];
  await call("GET /ice-servers", sara);
  const ring = () => call<{ id: string }>("POST /calls", sara, { ...here, ...hers });
  const declined = await ring();
  await call("POST /calls", sara, { ...here, device_id: "sara-tablet" }, 409);
  await call("POST /calls/{call_id}/decline", ahmed, { call_id: declined.id, ...his });
  await call("POST /calls/{call_id}/decline", ahmed, { call_id: declined.id, ...his }, 409);
  const taken = { call_id: (await ring()).id };
  await call("POST /calls/{call_id}/cancel", sara, { ...taken, ...hers });
  const talk = { call_id: (await ring()).id };
  await call("POST /calls/{call_id}/reached", ahmed, { ...talk, ...his, sounding: true });
  await call("GET /calls/current", ahmed, his);
  await call("POST /calls/{call_id}/accept", sara, { ...talk, ...hers }, 403);
  await call("POST /calls/{call_id}/accept", ahmed, { ...talk, ...his });
  const signal = { generation: 1, data: { type: "offer", sdp: "v=0\r\n" } };
  await call("POST /calls/{call_id}/signal", sara, { ...talk, ...hers, signal });
  const report = { route: "host", loss: 0, jitter_ms: 1, round_trip_ms: 2, mos: 4.4 };
  await call("POST /calls/{call_id}/report", sara, { ...talk, ...hers, ...report });
  await call("POST /calls/{call_id}/hangup", sara, { ...talk, ...hers });
  await call("GET /calls/current", sara);
  await call("GET /calls/{call_id}", ahmed, talk);
  await call("GET /calls/{call_id}", layla, talk, 404);
  await call("GET /calls", ahmed, { filter: "all", limit: 2 });
  await call("GET /calls/missed", ahmed);
  await call("POST /calls/seen", ahmed);

  const socket = { socket_id: "123.456" };
  await call("GET /broadcasting/config", null);
  await call("POST /broadcasting/auth", ahmed, { ...socket, channel_name: `presence-conversation.${conversation_id}` });
  await call("POST /broadcasting/auth", layla, { ...socket, channel_name: `private-user.${ahmed.id}` }, 403);
  await call("POST /broadcasting/user-auth", ahmed, socket);
  await call("POST /realtime/ticket", ahmed);

  await call("DELETE /chat/conversations/{conversation_id}", ahmed, here);
  await call("POST /reports", layla, { ...him, reason: "spam" });
  await call("GET /reports", layla, {}, 403);
  await promote(server.dataDir, layla.username);
  await call("GET /reports", layla, { limit: 2 });
  await call("DELETE /friends/{user_id}", sara, him);
  await call("POST /blocks/{user_id}", sara, him);
  await call("GET /blocks", sara);
  await call("POST /chat/conversations/{conversation_id}/messages", sara, { ...here, message: "hello?" }, 403);
  await call("DELETE /blocks/{user_id}", sara, him);
  await call("GET /me/export", sara);
  await call("DELETE /me/avatar", sara);
  const sessions = await call<{ id: string; current: boolean }[]>("GET /me/tokens", sara);
  await call("DELETE /me/tokens/{session_id}", sara, { session_id: sessions.find(({ current }) => !current)?.id });
  await call("DELETE /me/tokens/{session_id}", sara, { session_id: crypto.randomUUID() }, 404);
  await call("DELETE /me/tokens", sara);
  const change = { current_password: sign.password, new_password: "another horse" };
  await call("POST /me/password", sara, change);
  await call("DELETE /me", sara, { password: "wrong" }, 422);
  await call("DELETE /me", sara, { password: "another horse" });
  await call("POST /logout", layla);

  const open = ["POST /register", "POST /login", "GET /broadcasting/config"];
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  for (const key of all.filter((one) => !open.includes(one))) {
    // Pusher's clients know one refusal.
    const status = key.startsWith("POST /broadcasting/") ? 403 : 401;
    const inPath = Object.entries(everything).filter(([name]) => key.includes(`{${name}}`));
    await call(key, null, Object.fromEntries(inPath), status);
  }
  expect(all.filter((key) => !seen.has(`${key} 200`))).toEqual([]);
});

test("the API's page is whole without a script, another host, or an account", async ({ browser, server }) => {
  const asked: string[] = [];
  for (const language of ["ar", "en"] as const) {
    const reader = { baseURL: server.url, javaScriptEnabled: false, locale: language === "ar" ? "ar-EG" : "en-GB" };
    const context = await browser.newContext({ ...reader, viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    page.on("request", (request) => asked.push(new URL(request.url()).origin));
    const answer = await page.goto("/api/docs#messageSend");
    expect(answer?.headers()["content-security-policy"]).toContain("script-src 'self' 'nonce-");
    await expect(page.locator("html")).toHaveAttribute("dir", language === "ar" ? "rtl" : "ltr");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      language === "ar" ? "واجهة نداء البرمجية" : "Nida's API",
    );
    const call = page.getByRole("region", { name: "POST /chat/conversations/{conversation_id}/messages" });
    await expect(call.getByText("multipart/form-data")).toBeVisible();
    await call.getByRole("link", { name: "Message", exact: true }).click();
    await expect(page.getByRole("region", { name: "Message", exact: true }).getByText("client_id")).toBeInViewport();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, "nothing is wider than a phone").toBe(390);
    await context.close();
  }
  expect(new Set(asked)).toEqual(new Set([server.url]));
});

/** Something for every name in a path. */
const everything = {
  ...{ conversation_id: 1, message_id: 1, request_id: 1, user_id: 1, username: "x", key: "x", emoji: "👍" },
  ...{ call_id: crypto.randomUUID(), upload_id: crypto.randomUUID(), session_id: crypto.randomUUID() },
};
