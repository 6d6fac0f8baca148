import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sign } from "@/lib/server/broadcast/signature";
import { type Mobile, newcomer, startNida, type TestNida, twoMobiles } from "./testing/nida";
import { connect, settled, type Wire } from "./testing/wire";

let nida: TestNida;
let ahmed: Mobile;
let sara: Mobile;
let conversation: string;
let presence: string;
beforeAll(async () => {
  nida = await startNida();
});
beforeEach(async () => {
  const made = await twoMobiles(nida);
  ({ ahmed, sara } = made);
  conversation = `private-conversation.${made.conversation_id}`;
  presence = `presence-conversation.${made.conversation_id}`;
});
afterAll(() => nida?.close());

const asked = (wire: Wire, channel: string, data: object = {}) => {
  wire.send({ event: "pusher:subscribe", data: { channel, ...data } });
  return wire.hears("pusher:subscription_error", (frame) => frame.channel === channel);
};

describe("private channels", () => {
  it("carry a message of the conversation, to the letter of the second document", async () => {
    const wire = await connect(nida);
    expect(await wire.subscribe(conversation, sara)).toEqual({
      event: "pusher_internal:subscription_succeeded",
      channel: conversation,
      data: "{}",
    });
    const id = Number(conversation.split(".")[1]);
    const sent = await ahmed.ask<object>("POST", `/chat/conversations/${id}/messages`, { message: "مرحباً!" });
    const { channel, data } = await wire.hears("message.sent");
    expect(channel).toBe(conversation);
    expect(JSON.parse(String(data))).toEqual(sent);
    expect(JSON.parse(String(data))).toMatchObject({
      conversation_id: id,
      sender_id: ahmed.id,
      message: "مرحباً!",
      type: "text",
      sender: { id: ahmed.id, name: "أحمد", avatar: null },
    });
  });

  it("are refused to a stranger, by the authorisation and so by the door", async () => {
    const stranger = await newcomer(nida);
    const wire = await connect(nida);
    await expect(stranger.authorize(wire.id, conversation)).rejects.toThrow(/^403/);
    await expect(stranger.authorize(wire.id, `private-user.${sara.id}`)).rejects.toThrow(/^403/);
    const error = await asked(wire, conversation, { auth: `${nida.app.key}:${"0".repeat(64)}` });
    expect(error.data).toEqual({ type: "AuthError", error: expect.any(String), status: 401 });
    await settled(wire);
  });

  it("want a signature over this very connection and channel", async () => {
    const [one, other] = [await connect(nida), await connect(nida)];
    const { auth } = await sara.authorize(one.id, conversation);
    expect(auth).toBe(sign(nida.app, `${one.id}:${conversation}`));
    for (const [wire, channel] of [
      [other, conversation],
      [one, `private-user.${sara.id}`],
      [one, presence],
    ] as const) {
      expect((await asked(wire, channel, { auth })).data).toMatchObject({ status: 401 });
    }
    const foreign = sign({ ...nida.app, secret: "another" }, `${one.id}:${conversation}`);
    expect((await asked(one, conversation, { auth: foreign })).data).toMatchObject({ status: 401 });
    one.send({ event: "pusher:subscribe", data: { channel: conversation, auth } });
    await one.hears("pusher_internal:subscription_succeeded");
  });

  it.each([
    "public",
    "private-anything",
    "private-conversation.0",
    "private-conversation.01",
    "private-conversation.x",
    "private-conversation.99999999999",
    "presence-user.1",
    "private-encrypted-conversation.1",
    "private-cache-conversation.1",
    "__proto__",
    "",
  ])("are the only ones besides presence channels: %j is refused, signed or not", async (name) => {
    const wire = await connect(nida);
    expect((await asked(wire, name, { auth: sign(nida.app, `${wire.id}:${name}`) })).data).toMatchObject({
      type: "AuthError",
      status: 403,
    });
    await expect(sara.authorize(wire.id, name)).rejects.toThrow(/^403/);
  });

  it("are refused when they are of what does not exist, however well signed", async () => {
    const wire = await connect(nida);
    for (const name of ["private-conversation.2147483647", "private-user.2147483647"]) {
      const auth = sign(nida.app, `${wire.id}:${name}`);
      expect((await asked(wire, name, { auth })).data).toMatchObject({ status: 403 });
    }
  });

  it("can be left and come back to, and not be entered twice", async () => {
    const wire = await connect(nida);
    await wire.subscribe(conversation, sara);
    wire.send({ event: "pusher:subscribe", data: { channel: conversation, auth: "x" } });
    expect((await wire.hears("pusher:error")).data).toMatchObject({ message: expect.stringContaining("lready") });
    wire.send({ event: "pusher:unsubscribe", data: { channel: conversation } });
    await settled(wire);
    const before = wire.heard.length;
    const id = conversation.split(".")[1];
    await ahmed.ask("POST", `/chat/conversations/${id}/messages`, { message: "unheard" });
    await settled(wire);
    expect(wire.heard.slice(before).map(({ event }) => event)).toEqual(["pusher:pong"]);
    await wire.subscribe(conversation, sara);
  });

  it("carry events of every size, each whole and in order", async () => {
    const wire = await connect(nida);
    const name = `private-user.${sara.id}`;
    await wire.subscribe(name, sara);
    const sizes = [...Array(150).keys(), ...Array.from({ length: 150 }, (_, at) => 65_350 + at), 300_000];
    for (const size of sizes) {
      const session_ids = [`ب${"x".repeat(size)}`];
      nida.publisher.deliver({ name: "session.revoked", data: { session_ids }, to: [sara.id] });
      // A pong is written the other way: the two take turns.
      await settled(wire);
    }
    const heard = wire.heard.filter(({ event }) => event === "session.revoked");
    const lengths = heard.map(({ data }) => JSON.parse(String(data)).session_ids[0].length);
    expect(lengths).toEqual(sizes.map((size) => size + 1));
  });

  it("of a person carry every event for them, and say that they are there", async () => {
    const [hers, his] = [await connect(nida), await connect(nida)];
    await his.subscribe(`private-user.${ahmed.id}`, ahmed);
    expect(await nida.presence.online([sara.id])).toEqual(new Set());
    await hers.subscribe(`private-user.${sara.id}`, sara);
    expect(await nida.presence.online([sara.id])).toEqual(new Set([sara.id]));
    await ahmed.ask("POST", "/friends/requests", { user_id: sara.id });
    expect(JSON.parse(String((await hers.hears("friend.requested")).data))).toMatchObject({ direction: "incoming" });
    expect(JSON.parse(String((await his.hears("friend.requested")).data))).toMatchObject({ direction: "outgoing" });
    expect(hers.heard.filter(({ event }) => event === "channel.granted")).toEqual([]);
  });
});

describe("presence channels", () => {
  const membersIn = (frame: { data: unknown }) => JSON.parse(String(frame.data)).presence;

  it("know each person once, however many connections they have", async () => {
    const [his, hers, herTablet] = [await connect(nida), await connect(nida), await connect(nida)];
    expect(membersIn(await his.subscribe(presence, ahmed))).toEqual({
      count: 1,
      ids: [String(ahmed.id)],
      hash: { [ahmed.id]: { id: ahmed.id, name: "أحمد", username: ahmed.username, avatar: null } },
    });
    expect(membersIn(await hers.subscribe(presence, sara)).count).toBe(2);
    expect(membersIn(await herTablet.subscribe(presence, sara)).count).toBe(2);
    expect(JSON.parse(String((await his.hears("pusher_internal:member_added")).data))).toEqual({
      user_id: String(sara.id),
      user_info: { id: sara.id, name: "سارة", username: sara.username, avatar: null },
    });
    hers.socket.close();
    await hers.closed;
    herTablet.send({ event: "pusher:unsubscribe", data: { channel: presence } });
    expect(JSON.parse(String((await his.hears("pusher_internal:member_removed")).data))).toEqual({
      user_id: String(sara.id),
    });
    await settled(his);
    expect(his.heard.filter(({ event }) => event.startsWith("pusher_internal:member")).length).toBe(2);
  });

  it("take nobody's word for who they are", async () => {
    const wire = await connect(nida);
    const { auth, channel_data = "" } = await sara.authorize(wire.id, presence);
    const forged = channel_data.replace(String(sara.id), String(ahmed.id));
    expect((await asked(wire, presence, { auth, channel_data: forged })).data).toMatchObject({ status: 401 });
    expect((await asked(wire, presence, { auth })).data).toMatchObject({ status: 401 });
    for (const data of ["{", "[]", "{}", '{"user_id":{"a":1}}', '{"user_id":null}']) {
      const signed = { auth: sign(nida.app, `${wire.id}:${presence}:${data}`), channel_data: data };
      expect((await asked(wire, presence, signed)).data, data).toMatchObject({ status: 401 });
    }
    const stranger = JSON.stringify({ user_id: String((await newcomer(nida)).id) });
    const signed = { auth: sign(nida.app, `${wire.id}:${presence}:${stranger}`), channel_data: stranger };
    expect((await asked(wire, presence, signed)).data).toMatchObject({ status: 403 });
  });

  it("have no place for those who hide whether they are there", async () => {
    const wire = await connect(nida);
    const before = await sara.authorize(wire.id, presence);
    await sara.ask("PATCH", "/me", { hide_presence: true });
    expect((await asked(wire, presence, before)).data).toMatchObject({ status: 403 });
    await expect(sara.authorize(wire.id, presence)).rejects.toThrow(/^403/);
    await wire.subscribe(conversation, sara);
  });
});
