import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import Pusher from "pusher-js";
import { expect, test } from "./fixtures";
import { type Asking, rest, twoPeople } from "./support/rest";

// The second document of SEEDS.md, example by example: what a client that knows nothing else was built against.
const app = { PUSHER_APP_ID: "7", PUSHER_APP_KEY: "key-of-nida", PUSHER_APP_SECRET: "secret-of-nida" };
test.use({ settings: app });

const UTC = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
const id = expect.any(Number);
const english = { "Accept-Language": "en-GB,en;q=0.9" };
// A picture of one pixel (GIF89a).
const pixel = Buffer.from("R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==", "base64");

test("the four calls and the event are the seed's examples", async ({ server }) => {
  const { ahmed, sara, conversation } = await twoPeople(server.url);
  const by = (token: string, more: Asking = {}) => ({ token, ...more });
  const form = new FormData();
  form.set("image", new Blob([pixel]), "me.gif");
  const picture = await rest(server.url, "PUT", "/me/avatar", by(ahmed.token, { raw: form }));
  const { avatar } = (picture.body?.data ?? {}) as { avatar: string };
  expect(avatar).toMatch(new RegExp(`^${server.url}/api/avatars/`));

  const begin = by(sara.token, { body: { user_id: ahmed.id } });
  const started = { status: true, message: "تم إنشاء المحادثة بنجاح", data: { conversation_id: conversation } };
  expect((await rest(server.url, "POST", "/chat/conversations/start", begin)).body).toEqual(started);
  const inEnglish = await rest(server.url, "POST", "/chat/conversations/start", { ...begin, headers: english });
  expect(inEnglish.body).toEqual({ ...started, message: "Conversation created" });

  const { hostname, port } = new URL(server.url);
  const client = new Pusher(app.PUSHER_APP_KEY, {
    ...{ cluster: "mt1", wsHost: hostname, wsPort: Number(port), forceTLS: false, enabledTransports: ["ws"] },
    // Where Laravel has it, as its clients expect.
    authEndpoint: `${server.url}/broadcasting/auth`,
    auth: { headers: { Authorization: `Bearer ${sara.token}` } },
  });
  const channel = client.subscribe(`private-conversation.${conversation}`);
  await new Promise((resolve) => channel.bind("pusher:subscription_succeeded", resolve));
  const heard: unknown[] = [];
  channel.bind("message.sent", (data: unknown) => heard.push(data));

  const messages = `/chat/conversations/${conversation}/messages`;
  const say = (message: string, headers = {}) =>
    rest(server.url, "POST", messages, by(ahmed.token, { headers, body: { message, type: "text" } }));
  const sent = await say("مرحباً!");
  const first = { id, sender_id: ahmed.id, message: "مرحباً!", type: "text", created_at: UTC };
  expect(sent).toMatchObject({ status: 200, body: { status: true, message: "تم إرسال الرسالة بنجاح", data: first } });
  expect((await say("هل أنت هنا؟", english)).body).toMatchObject({ message: "Message sent" });
  await say("مرحباً، كيف حالك؟");
  const sender = { id: ahmed.id, name: "أحمد محمد", avatar };
  await expect.poll(() => heard.length).toBe(3);
  expect(heard[0]).toMatchObject({ ...first, conversation_id: conversation, sender });
  client.disconnect();

  passFiveMinutes(server.dataDir);
  const other_user = { id: ahmed.id, name: "أحمد محمد", avatar };
  const listed = { id: conversation, other_user, unread_count: 3, updated_at: UTC };
  const latest = { message: "مرحباً، كيف حالك؟", created_at: "منذ 5 دقائق" };
  const list = (headers = {}) => rest(server.url, "GET", "/chat/conversations", by(sara.token, { headers }));
  expect((await list()).body).toMatchObject({ status: true, data: [{ ...listed, latest_message: latest }] });
  const ago = { ...latest, created_at: "5 minutes ago" };
  expect((await list(english)).body).toMatchObject({ data: [{ ...listed, latest_message: ago }] });

  const page = await rest(server.url, "GET", messages, by(sara.token));
  expect(page.body).toMatchObject({ status: true, data: [{ ...first, is_read: true, sender }, {}, {}] });
  expect((await list()).body, "fetching was reading").toMatchObject({ data: [{ unread_count: 0 }] });
  const his = await rest(server.url, "GET", messages, by(ahmed.token));
  expect(his.body).toMatchObject({ data: [{ is_read: true }, { is_read: true }, { is_read: true }] });
});

/** Lets all that was written be five minutes older. */
function passFiveMinutes(dataDir: string): void {
  const file = new SqliteDatabase(join(dataDir, "nida.db"), { timeout: 5000 });
  const rows = file.prepare<[], { id: number; created_at: string }>("SELECT id, created_at FROM messages").all();
  const write = file.prepare("UPDATE messages SET created_at = ? WHERE id = ?");
  for (const { id, created_at } of rows) {
    const earlier = new Date(new Date(created_at).getTime() - 5 * 60_000 - 5_000);
    write.run(earlier.toISOString().replace("Z", "+00:00"), id);
  }
  file.close();
}
