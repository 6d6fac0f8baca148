import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { password } from "@/lib/domain/testing/accounts";
import { hashPassword } from "@/lib/domain/users/passwords";
import { sign } from "@/lib/server/broadcast/signature";
import { resources } from "@/lib/server/resources";
import { type Mobile, startNida, type TestNida, twoMobiles } from "./testing/nida";
import { connect, settled, type Wire } from "./testing/wire";

let nida: TestNida;
let ahmed: Mobile;
let sara: Mobile;
let conversation: string;
let presence: string;
let hers: Wire;
beforeAll(async () => {
  // Only the news of it may end a session here.
  nida = await startNida({ sessionsEveryMs: 3_600_000 });
});
beforeEach(async () => {
  const made = await twoMobiles(nida);
  ({ ahmed, sara } = made);
  conversation = `private-conversation.${made.conversation_id}`;
  presence = `presence-conversation.${made.conversation_id}`;
  hers = await connect(nida);
});
afterAll(() => nida?.close());

const lost = (wire: Wire, channel: string) =>
  wire.hears("pusher:subscription_error", (frame) => frame.channel === channel);

describe("a session that ends", () => {
  it("takes its connections with it, and no others", async () => {
    const his = await connect(nida);
    await his.subscribe(conversation, ahmed);
    await hers.subscribe(conversation, sara);
    await sara.ask("POST", "/logout");
    expect((await hers.hears("pusher:error")).data).toMatchObject({ code: 4009 });
    expect(await hers.closed).toBe(4009);
    await settled(his);
  });

  it("does so too when it ended between authorisation and subscription", async () => {
    const authorization = await sara.authorize(hers.id, conversation);
    await sara.ask("POST", "/logout");
    hers.send({ event: "pusher:subscribe", data: { channel: conversation, ...authorization } });
    expect(await hers.closed).toBe(4009);
  });

  it("cannot stand behind a connection any more, when the word of it comes late", async () => {
    const ended = { socket_id: hers.id, user_id: sara.id, session_id: "00000000-0000-4000-8000-000000000000" };
    resources().publisher.deliver({ name: "channel.granted", data: ended, to: [] });
    expect(await hers.closed).toBe(4009);
  });
});

describe("a block", () => {
  it("closes the conversation to both at once, until it is lifted; their own channels stay", async () => {
    const his = await connect(nida);
    await his.subscribe(conversation, ahmed);
    await his.subscribe(`private-user.${ahmed.id}`, ahmed);
    await hers.subscribe(conversation, sara);
    await hers.subscribe(presence, sara);
    const proof = await sara.authorize(hers.id, conversation);
    await ahmed.ask("POST", `/blocks/${sara.id}`);
    await Promise.all([lost(his, conversation), lost(hers, conversation), lost(hers, presence)]);
    await his.hears("block.changed");
    hers.send({ event: "client-x", channel: conversation, data: {} });
    expect((await hers.hears("pusher:error")).data).toMatchObject({ code: 4301 });
    hers.send({ event: "pusher:subscribe", data: { channel: conversation, ...proof } });
    expect((await lost(hers, conversation)).data).toMatchObject({ status: 403 });
    await expect(sara.authorize(hers.id, conversation)).rejects.toThrow(/^403/);
    await ahmed.ask("DELETE", `/blocks/${sara.id}`);
    await hers.subscribe(conversation, sara);
  });

  it("that comes while a subscription is looked at is not missed", async () => {
    const proof = await sara.authorize(hers.id, conversation);
    const { read } = resources().database.hot;
    const { all } = read;
    let overtaken = false;
    // The narrowest moment: the door has asked who blocks whom, and has the answer of before.
    read.all = async (statement, ...values) => {
      const before = await all(statement, ...values);
      if (overtaken || !statement.text.includes("blocks")) return before;
      overtaken = true;
      read.all = all;
      await ahmed.ask("POST", `/blocks/${sara.id}`);
      return before;
    };
    hers.send({ event: "pusher:subscribe", data: { channel: conversation, ...proof } });
    expect((await lost(hers, conversation)).data).toMatchObject({ status: 403 });
    expect(overtaken).toBe(true);
  });
});

describe("an account", () => {
  it("that is deleted closes what it shared, and its own connections", async () => {
    const his = await connect(nida);
    await his.subscribe(conversation, ahmed);
    await hers.subscribe(`private-user.${sara.id}`, sara);
    const passwordHash = await hashPassword(password);
    await nida.database.transaction((tx) => tx.user.update({ where: { id: sara.id }, data: { passwordHash } }));
    await sara.ask("DELETE", "/me", { password });
    expect(await hers.closed).toBe(4009);
    await lost(his, conversation);
  });

  it("that begins to hide leaves the members of a presence channel", async () => {
    const his = await connect(nida);
    await his.subscribe(presence, ahmed);
    await hers.subscribe(presence, sara);
    await hers.subscribe(conversation, sara);
    await sara.ask("PATCH", "/me", { hide_presence: true });
    await lost(hers, presence);
    expect(JSON.parse(String((await his.hears("pusher_internal:member_removed")).data))).toEqual({
      user_id: String(sara.id),
    });
    await settled(his);
    expect(his.heard.filter(({ event }) => event === "pusher:subscription_error")).toEqual([]);
  });

  it("counts as there while one of its connections hears its own channel", async () => {
    const tablet = await connect(nida);
    await hers.subscribe(`private-user.${sara.id}`, sara);
    await tablet.subscribe(`private-user.${sara.id}`, sara);
    hers.socket.close();
    await hers.closed;
    expect(await nida.presence.online([sara.id])).toEqual(new Set([sara.id]));
    tablet.send({ event: "pusher:unsubscribe", data: { channel: `private-user.${sara.id}` } });
    await expect.poll(() => nida.presence.online([sara.id]), { timeout: 5000 }).toEqual(new Set());
  });
});

describe("a device", () => {
  afterEach(() => {
    nida.seen.length = 0;
  });

  it("that was named with the authorisation is heard while its connection lives, and asked when it is silent", async () => {
    const device = { userId: sara.id, deviceId: "phone-of-sara" };
    const heardAt = () => nida.door.lastHeard(device);
    expect(heardAt()).toBeNull();
    await hers.subscribe(`private-user.${sara.id}`, sara, { device_id: device.deviceId });
    expect(nida.seen).toEqual([{ ...device, heardAt: expect.any(Number) }]);
    await settled(hers);
    const before = heardAt() ?? 0;
    expect(Date.now() - before).toBeLessThan(2000);
    expect(nida.door.lastHeard({ ...device, userId: ahmed.id })).toBeNull();
    // Silence moves it no further, however often one looks; at last it is asked for a sign.
    await expect
      .poll(() => [heardAt(), hers.heard.some(({ event }) => event === "pusher:ping")], { timeout: 8000 })
      .toEqual([before, true]);
    hers.send({ event: "pusher:pong" });
    await settled(hers);
    expect(heardAt()).toBeGreaterThan(before);
    hers.socket.close();
    await hers.closed;
    await expect.poll(heardAt).toBeNull();
    // Its grace begins where its connection ends.
    await expect.poll(() => nida.seen.length).toBe(2);
  });
});

it("a signature of the operator's own needs no session, and ends with the conversation like all others", async () => {
  hers.send({
    event: "pusher:subscribe",
    data: { channel: conversation, auth: sign(nida.app, `${hers.id}:${conversation}`) },
  });
  await hers.hears("pusher_internal:subscription_succeeded");
  await sara.ask("POST", `/blocks/${ahmed.id}`);
  await lost(hers, conversation);
});
