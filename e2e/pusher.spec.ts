import PusherServer from "pusher";
import Pusher, { type Channel } from "pusher-js";
import sharp from "sharp";
import { expect, test } from "./fixtures";
import { type Account, newcomer, rest, webCookie } from "./support/rest";

const app = { PUSHER_APP_ID: "7", PUSHER_APP_KEY: "key-of-nida", PUSHER_APP_SECRET: "secret-of-nida" };
test.use({ settings: app });

interface Config {
  key: string;
  host: string;
  port: number;
  tls: boolean;
  auth_endpoint: string;
}

/** A mobile app: it knows the server's address and its own token, and asks for the rest. */
async function appOf(who: Account, device_id: string): Promise<Pusher> {
  const { key, host, port, tls, auth_endpoint } = await who.ask<Config>("GET", "/broadcasting/config");
  return new Pusher(key, {
    cluster: "",
    wsHost: host,
    wsPort: port,
    forceTLS: tls,
    enabledTransports: ["ws"],
    channelAuthorization: {
      endpoint: auth_endpoint,
      transport: "ajax",
      headers: { Authorization: `Bearer ${who.token}` },
      params: { device_id },
    },
  });
}

const heard = <T = Record<string, unknown>>(channel: Pick<Channel, "bind">, event: string): Promise<T> =>
  new Promise((resolve) => channel.bind(event, (data: T) => resolve(data)));

async function joined(client: Pusher, name: string): Promise<Channel> {
  const channel = client.subscribe(name);
  await heard(channel, "pusher:subscription_succeeded");
  return channel;
}

const picture = async (): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    await sharp({ create: { width: 640, height: 480, channels: 3, background: "teal" } })
      .png()
      .toBuffer(),
  );

test("an app of fetch and pusher-js alone befriends, chats, sends an image and calls, and outlives a restart", async ({
  server,
}) => {
  const [ahmed, sara] = [await newcomer(server.url, "أحمد محمد"), await newcomer(server.url)];
  const clients = [await appOf(ahmed, "ahmed-phone"), await appOf(sara, "sara-phone")] as const;
  const [his, hers] = [
    await joined(clients[0], `private-user.${ahmed.id}`),
    await joined(clients[1], `private-user.${sara.id}`),
  ];

  const asked = heard<{ id: number }>(hers, "friend.requested");
  const befriended = heard(his, "friend.accepted");
  const seen = heard(his, "presence");
  await ahmed.ask("POST", "/friends/requests", { user_id: sara.id });
  await sara.ask("POST", `/friends/requests/${(await asked).id}/accept`);
  expect(await befriended).toMatchObject({ user: { id: sara.id } });
  expect(await seen, "who hears by Pusher is there").toMatchObject({ user_id: sara.id, online: true });

  const { conversation_id } = await ahmed.ask<{ conversation_id: number }>("POST", "/chat/conversations/start", {
    user_id: sara.id,
  });
  const room = await joined(clients[1], `private-conversation.${conversation_id}`);
  const message = heard(room, "message.sent");
  const sent = await ahmed.ask("POST", `/chat/conversations/${conversation_id}/messages`, { message: "مرحباً!" });
  expect(await message).toEqual(sent);

  const image = heard<{ type: string; attachment: { kind: string; url: string; thumb_url: string } }>(
    room,
    "message.sent",
  );
  const form = new FormData();
  form.set("file", new Blob([await picture()], { type: "image/png" }), "شاطئ.png");
  const bearer = ({ token }: Account) => ({ Authorization: `Bearer ${token}` });
  const messages = `${server.url}/api/chat/conversations/${conversation_id}/messages`;
  const answered = await fetch(messages, { method: "POST", headers: bearer(ahmed), body: form });
  const shown = await image;
  expect(shown).toEqual((await answered.json()).data);
  expect(shown).toMatchObject({ type: "image", attachment: { kind: "image", name: "شاطئ.png", width: 640 } });
  const { url, thumb_url } = shown.attachment;
  for (const [address, width] of [
    [url, 640],
    [thumb_url, 480],
  ] as const) {
    const bytes = await fetch(address, { headers: bearer(sara) });
    expect((await sharp(await bytes.arrayBuffer()).metadata()).width).toBeLessThanOrEqual(width);
    expect((await fetch(address)).status, "nobody else").toBe(401);
  }

  const [rings, accepted, signal] = [
    heard<{ call_id: string }>(hers, "incoming_call"),
    heard(his, "call.accepted"),
    heard(hers, "call.signal"),
  ];
  await ahmed.ask("POST", "/calls", { conversation_id, device_id: "ahmed-phone" });
  const { call_id } = await rings;
  await sara.ask("POST", `/calls/${call_id}/accept`, { device_id: "sara-phone" });
  await accepted;
  const offer = { generation: 1, data: { type: "offer", sdp: "v=0\r\n" } };
  await ahmed.ask("POST", `/calls/${call_id}/signal`, { device_id: "ahmed-phone", signal: offer });
  expect(await signal).toEqual({ call_id, signal: offer, device_id: "sara-phone" });

  // A clean stop says "reconnect now"; the app is back by itself, with its channels, once the server is.
  const states: number[] = [];
  clients[1].connection.bind("error", ({ data }: { data?: { code?: number } }) => states.push(data?.code ?? 0));
  const again = [heard(his, "pusher:subscription_succeeded"), heard(hers, "pusher:subscription_succeeded")];
  expect((await server.terminate()).code).toBe(0);
  expect(states).toContain(4200);
  await server.start();
  await Promise.all(again);
  const ended = heard(his, "call.ended");
  await sara.ask("POST", `/calls/${call_id}/hangup`, { device_id: "sara-phone" });
  expect(await ended, "the call outlived it too").toMatchObject({ call: { end_reason: "completed" } });
  for (const client of clients) client.disconnect();
});

test("what is no Pusher client is answered for what it is", async ({ server }) => {
  const sara = await newcomer(server.url);
  const { hostname, port } = new URL(server.url);
  const pusher = new PusherServer({ appId: "7", key: "key-of-nida", secret: "secret-of-nida", host: hostname, port });
  expect((await pusher.trigger(`private-user.${sara.id}`, "news", {})).status).toBe(200);
  expect((await fetch(`${server.url}/apps/7/channels`)).status, "unsigned").toBe(401);
  expect((await fetch(`${server.url}/app/key-of-nida`)).status, "no upgrade").toBe(404);

  const form = new URLSearchParams({ socket_id: "1.2", channel_name: `private-user.${sara.id}` });
  const post = (path: string, headers: Record<string, string>) =>
    fetch(`${server.url}${path}`, { method: "POST", body: form, headers });
  const bearer = { Authorization: `Bearer ${sara.token}` };
  const cookie = { Cookie: await webCookie(server.url, sara) };
  for (const path of ["/api/broadcasting/auth", "/broadcasting/auth"]) {
    expect(await (await post(path, bearer)).json()).toEqual({
      auth: expect.stringMatching(/^key-of-nida:[0-9a-f]{64}$/),
    });
    expect((await post(path, { ...cookie, Origin: server.url })).status, "a page of ours").toBe(200);
    expect((await post(path, { ...cookie, Origin: "https://evil.example" })).status, "another's page").toBe(403);
    expect((await post(path, {})).status, "nobody").toBe(403);
  }
  expect((await rest(server.url, "GET", "/broadcasting/auth", sara)).status).toBe(405);
});
