import { type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, expect, it } from "vitest";
import { type Wire, wire } from "@/e2e/support/socket";
import { twoMobiles } from "./realtime/pusher-protocol/testing/nida";
import { openSocketHouse, type SocketHouse } from "./realtime/testing/socket-house";

const houses: SocketHouse[] = [];
afterAll(() => Promise.all(houses.map((house) => house.close())));

/** What the other hears of a message and of a member, when who sends it says in the request that the server is `host`. */
async function learntBy(env: Record<string, string>, host = "evil.example") {
  const house = await openSocketHouse(env);
  houses.push(house);
  const { ahmed, sara, conversation_id } = await twoMobiles(house);
  const where = { id: ahmed.id };
  await house.database.transaction((tx) => tx.user.update({ where, data: { avatarKey: "avatar-1" } }));
  const hers: Wire = await wire(house.url, sara);
  const message = "http://evil.example/api/avatars/x";
  const ask = (path: string, body: object) =>
    new Promise<IncomingMessage>((resolve) => {
      const headers = {
        Host: host,
        Authorization: `Bearer ${ahmed.token}`,
        "Content-Type": "application/json",
      };
      request(`${house.url}/api${path}`, { method: "POST", headers }, resolve).end(JSON.stringify(body));
    });
  (await ask(`/chat/conversations/${conversation_id}/messages`, { message })).resume();
  const heard = await hers.hears("message.sent");
  hers.socket.disconnect();
  const channel_name = `presence-conversation.${conversation_id}`;
  const { channel_data } = JSON.parse(await text(await ask("/broadcasting/auth", { socket_id: "1.2", channel_name })));
  return { ...Object(heard), member: JSON.parse(channel_data) };
}

it("an event names no host that its sender made up: a client would fetch from there, with its token", async () => {
  expect(await learntBy({})).toMatchObject({
    message: "http://evil.example/api/avatars/x",
    sender: { avatar: "/api/avatars/avatar-1" },
    member: { user_info: { avatar: "/api/avatars/avatar-1" } },
  });
});

it("an event names the address at which its sender reached the server", async () => {
  expect(await learntBy({}, "127.0.0.1:4000")).toMatchObject({
    sender: { avatar: "http://127.0.0.1:4000/api/avatars/avatar-1" },
    member: { user_info: { avatar: "http://127.0.0.1:4000/api/avatars/avatar-1" } },
  });
});

it("an event names the public address where there is one", async () => {
  expect(await learntBy({ NEXTAUTH_URL: "https://nida.example.org" })).toMatchObject({
    sender: { avatar: "https://nida.example.org/api/avatars/avatar-1" },
  });
});
