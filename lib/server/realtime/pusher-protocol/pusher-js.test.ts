import Pusher, { type Channel, type PresenceChannel } from "pusher-js";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Mobile, startNida, type TestNida, twoMobiles } from "./testing/nida";

let nida: TestNida;
let ahmed: Mobile;
let sara: Mobile;
let conversation_id: number;
const clients: Pusher[] = [];
beforeAll(async () => {
  nida = await startNida();
  ({ ahmed, sara, conversation_id } = await twoMobiles(nida));
});
afterEach(() => {
  for (const client of clients.splice(0)) client.disconnect();
});
afterAll(() => nida?.close());

/** Pusher's own client, set up as docs/mobile/pusher.md says. */
function clientOf(who: Pick<Mobile, "token">, device_id?: string): Pusher {
  const headers = { Authorization: `Bearer ${who.token}` };
  const client = new Pusher(nida.app.key, {
    cluster: "",
    wsHost: "127.0.0.1",
    wsPort: nida.port,
    forceTLS: false,
    enabledTransports: ["ws"],
    channelAuthorization: {
      endpoint: `${nida.url}/api/broadcasting/auth`,
      transport: "ajax",
      headers,
      params: device_id ? { device_id } : {},
    },
    userAuthentication: { endpoint: `${nida.url}/api/broadcasting/user-auth`, transport: "ajax", headers },
  });
  clients.push(client);
  return client;
}

const heard = <T = Record<string, unknown>>(channel: Pick<Channel, "bind">, event: string): Promise<T> =>
  new Promise((resolve) => channel.bind(event, (data: T) => resolve(data)));

async function joined(client: Pusher, name: string): Promise<Channel> {
  const channel = client.subscribe(name);
  await heard(channel, "pusher:subscription_succeeded");
  return channel;
}

describe("pusher-js", () => {
  it("hears message.sent", async () => {
    const channel = await joined(clientOf(sara), `private-conversation.${conversation_id}`);
    const message = heard(channel, "message.sent");
    await ahmed.ask("POST", `/chat/conversations/${conversation_id}/messages`, { message: "كيف حالك؟", type: "text" });
    expect(await message).toMatchObject({ message: "كيف حالك؟", sender: { id: ahmed.id, name: "أحمد" } });
  });

  it("is told why it may not hear what is not its own, and stays connected", async () => {
    const client = clientOf(sara);
    const refused = client.subscribe(`private-user.${ahmed.id}`);
    expect(await heard(refused, "pusher:subscription_error")).toMatchObject({ type: "AuthError", status: 403 });
    expect(await heard(client.subscribe("public"), "pusher:subscription_error")).toMatchObject({ status: 403 });
    expect(client.connection.state).toBe("connected");
  });

  it("sees the members of a presence channel come and go", async () => {
    const name = `presence-conversation.${conversation_id}`;
    const his = (await joined(clientOf(ahmed), name)) as PresenceChannel;
    expect(his.members.me).toMatchObject({ id: String(ahmed.id), info: { name: "أحمد" } });
    const added = heard<{ id: string; info: object }>(his, "pusher:member_added");
    const hers = clientOf(sara);
    await joined(hers, name);
    expect(await added).toMatchObject({ id: String(sara.id), info: { username: sara.username } });
    expect(his.members.count).toBe(2);
    const removed = heard<{ id: string }>(his, "pusher:member_removed");
    hers.disconnect();
    expect(await removed).toMatchObject({ id: String(sara.id) });
  });

  it("sends its own events to the others", async () => {
    const name = `private-conversation.${conversation_id}`;
    const [his, hers] = [await joined(clientOf(ahmed), name), await joined(clientOf(sara), name)];
    const event = heard(hers, "client-cursor");
    expect(his.trigger("client-cursor", { at: 3 })).toBe(true);
    expect(await event).toEqual({ at: 3 });
  });

  it("signs in", async () => {
    const client = clientOf(sara);
    client.signin();
    await client.user.signinDonePromise;
    expect(client.user.user_data).toMatchObject({ id: String(sara.id) });
  });

  it("makes a whole call, with REST for what it does and events for what it hears", async () => {
    const [his, hers] = [clientOf(ahmed, "phone-of-ahmed"), clientOf(sara, "phone-of-sara")];
    const hisEvents = await joined(his, `private-user.${ahmed.id}`);
    const herEvents = await joined(hers, `private-user.${sara.id}`);
    const rings = heard<{ call_id: string; type: string }>(herEvents, "incoming_call");
    const accepted = heard(hisEvents, "call.accepted");
    const offered = heard(herEvents, "call.signal");
    const answered = heard(hisEvents, "call.signal");
    const ended = heard(herEvents, "call.ended");
    await ahmed.ask("POST", "/calls", { conversation_id, device_id: "phone-of-ahmed" });
    const { call_id, type } = await rings;
    expect(type).toBe("incoming_call");
    await sara.ask("POST", `/calls/${call_id}/accept`, { device_id: "phone-of-sara" });
    expect(await accepted).toMatchObject({ call: { id: call_id, status: "accepted" } });
    const offer = { generation: 1, data: { type: "offer", sdp: "v=0" } };
    await ahmed.ask("POST", `/calls/${call_id}/signal`, { device_id: "phone-of-ahmed", signal: offer });
    expect(await offered).toEqual({ call_id, signal: offer, device_id: "phone-of-sara" });
    const answer = { generation: 1, data: { type: "answer", sdp: "v=0" } };
    await sara.ask("POST", `/calls/${call_id}/signal`, { device_id: "phone-of-sara", signal: answer });
    expect(await answered).toEqual({ call_id, signal: answer, device_id: "phone-of-ahmed" });
    expect(nida.door.lastHeard({ userId: sara.id, deviceId: "phone-of-sara" })).not.toBeNull();
    await ahmed.ask("POST", `/calls/${call_id}/hangup`, { device_id: "phone-of-ahmed" });
    expect(await ended).toMatchObject({ call: { id: call_id, end_reason: "completed" } });
  });
});
