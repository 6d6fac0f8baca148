import { request } from "node:http";
import { afterAll, expect, it } from "vitest";
import { type Wire, wire } from "@/e2e/support/socket";
import { twoMobiles } from "./realtime/pusher-protocol/testing/nida";
import { openSocketHouse, type SocketHouse } from "./realtime/testing/socket-house";

const houses: SocketHouse[] = [];
afterAll(() => Promise.all(houses.map((house) => house.close())));

/** What the other hears of a message, when its sender says in the request that the server is elsewhere. */
async function heardBy(env: Record<string, string>) {
  const house = await openSocketHouse(env);
  houses.push(house);
  const { ahmed, sara, conversation_id } = await twoMobiles(house);
  const where = { id: ahmed.id };
  await house.database.transaction((tx) => tx.user.update({ where, data: { avatarKey: "avatar-1" } }));
  const hers: Wire = await wire(house.url, sara);
  const message = "http://evil.example/api/avatars/x";
  const sent = request(`${house.url}/api/chat/conversations/${conversation_id}/messages`, {
    method: "POST",
    headers: { Host: "evil.example", Authorization: `Bearer ${ahmed.token}`, "Content-Type": "application/json" },
  });
  sent.end(JSON.stringify({ message }));
  const heard = await hers.hears("message.sent");
  hers.socket.disconnect();
  return heard;
}

it("an event names no host that its sender made up: a client would fetch from there, with its token", async () => {
  expect(await heardBy({})).toMatchObject({
    message: "http://evil.example/api/avatars/x",
    sender: { avatar: "/api/avatars/avatar-1" },
  });
});

it("an event names the public address where there is one", async () => {
  expect(await heardBy({ NEXTAUTH_URL: "https://nida.example.org" })).toMatchObject({
    sender: { avatar: "https://nida.example.org/api/avatars/avatar-1" },
  });
});
