import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sign } from "@/lib/server/broadcast/signature";
import { type Mobile, startNida, type TestNida, twoMobiles } from "./testing/nida";
import { connect, settled, type Wire } from "./testing/wire";

let nida: TestNida;
let ahmed: Mobile;
let sara: Mobile;
let conversation: string;
let presence: string;
let his: Wire;
let hers: Wire;
beforeAll(async () => {
  nida = await startNida();
  const made = await twoMobiles(nida);
  ({ ahmed, sara } = made);
  conversation = `private-conversation.${made.conversation_id}`;
  presence = `presence-conversation.${made.conversation_id}`;
});
beforeEach(async () => {
  [his, hers] = [await connect(nida), await connect(nida)];
});
afterAll(() => nida?.close());

const eventsIn = (wire: Wire) => wire.heard.filter(({ event }) => event.startsWith("client-"));

describe("a client event", () => {
  it("reaches all others on the channel as it was written, and not its sender", async () => {
    await his.subscribe(conversation, ahmed);
    await hers.subscribe(conversation, sara);
    for (const data of [{ at: 1 }, "text", null]) {
      his.send({ event: "client-cursor", channel: conversation, data });
      expect(await hers.hears("client-cursor")).toEqual({ event: "client-cursor", channel: conversation, data });
    }
    await settled(his);
    expect(eventsIn(his)).toEqual([]);
  });

  it("says on a presence channel who sent it, whatever the sender says", async () => {
    await his.subscribe(presence, ahmed);
    await hers.subscribe(presence, sara);
    his.send({ event: "client-cursor", channel: presence, data: {}, user_id: String(sara.id) });
    expect(await hers.hears("client-cursor")).toMatchObject({ user_id: String(ahmed.id) });
  });

  it("that nests without end is no message: nobody's stack is exhausted by measuring it", async () => {
    await his.subscribe(conversation, ahmed);
    await hers.subscribe(conversation, sara);
    for (const [open, close] of [
      ["[", "]"],
      ['{"a":', "}"],
    ] as const) {
      const deep = (depth: number) => `${open.repeat(depth)}0${close.repeat(depth)}`;
      const event = (depth: number) => `{"event":"client-deep","channel":"${conversation}","data":${deep(depth)}}`;
      his.send(event(9000));
      expect((await his.hears("pusher:error")).data).toMatchObject({
        message: expect.stringContaining("not a message"),
      });
      his.send(event(60));
      expect(JSON.stringify((await hers.hears("client-deep")).data)).toBe(deep(60));
    }
  });

  it("is refused to one who is not on the channel", async () => {
    await hers.subscribe(conversation, sara);
    for (const channel of [conversation, presence, "public", "", "__proto__", undefined]) {
      his.send({ event: "client-cursor", channel, data: {} });
      expect((await his.hears("pusher:error")).data).toMatchObject({ code: 4301 });
    }
    his.send({ event: "pusher:subscribe", data: { channel: conversation, auth: "wrong" } });
    his.send({ event: "client-cursor", channel: conversation, data: {} });
    await his.hears("pusher:error");
    await settled(hers);
    expect(eventsIn(hers)).toEqual([]);
  });

  it("is refused beyond ten in a second, and beyond 10 KiB", async () => {
    await his.subscribe(conversation, ahmed);
    await hers.subscribe(conversation, sara);
    his.send({ event: "client-big", channel: conversation, data: "ب".repeat(5120) });
    await hers.hears("client-big");
    his.send({ event: "client-big", channel: conversation, data: "ب".repeat(5121) });
    expect((await his.hears("pusher:error")).data).toMatchObject({ code: 4301 });
    const from = Date.now();
    for (let times = 0; times < 200; times++) his.send({ event: "client-many", channel: conversation, data: {} });
    await settled(his);
    await settled(hers);
    const allowed = 10 + ((Date.now() - from) / 1000) * 10;
    expect(eventsIn(hers).length - 1).toBeLessThanOrEqual(allowed);
    expect(his.heard.filter(({ event }) => event === "pusher:error").length).toBeGreaterThanOrEqual(200 - allowed);
  });

  it("cannot pass for one of the server's", async () => {
    await his.subscribe(conversation, ahmed);
    await hers.subscribe(conversation, sara);
    for (const event of ["message.sent", "pusher_internal:member_added", "pusher:error", "call.ended"]) {
      his.send({ event, channel: conversation, data: "{}" });
      expect((await his.hears("pusher:error")).data).toMatchObject({ message: `unknown event ${event}` });
    }
    await settled(hers);
    expect(hers.heard.map(({ event }) => event).slice(2)).toEqual(["pusher:pong"]);
  });
});

describe("signing in", () => {
  const authentication = async (wire: Wire, who: Mobile) => {
    const answer = await fetch(`${nida.url}/api/broadcasting/user-auth`, {
      method: "POST",
      headers: { Authorization: `Bearer ${who.token}` },
      body: new URLSearchParams({ socket_id: wire.id }),
    });
    return answer.json();
  };

  it("is confirmed, and opens what is only for that person", async () => {
    const proof = await authentication(hers, sara);
    expect(JSON.parse(proof.user_data)).toMatchObject({ id: String(sara.id), user_info: { username: sara.username } });
    hers.send({ event: "pusher:signin", data: proof });
    const { data } = await hers.hears("pusher:signin_success");
    expect(JSON.parse(String(data))).toEqual({ user_data: proof.user_data });
    for (const [id, answer] of [
      [sara.id, "pusher_internal:subscription_succeeded"],
      [ahmed.id, "pusher:subscription_error"],
    ]) {
      hers.send({ event: "pusher:subscribe", data: { channel: `#server-to-user-${id}` } });
      await hers.hears(String(answer));
    }
  });

  it("is what a person's own channel needs", async () => {
    for (const name of ["#server-to-user-null", "#server-to-user-", `#server-to-user-${sara.id}`]) {
      hers.send({ event: "pusher:subscribe", data: { channel: name } });
      expect((await hers.hears("pusher:subscription_error")).data, name).toMatchObject({ status: 401 });
    }
  });

  it("with a wrong proof ends the connection with 4009", async () => {
    const proof = await authentication(hers, sara);
    const forged = JSON.stringify({ id: String(ahmed.id) });
    const channelProof = { auth: sign(nida.app, `${his.id}:user:x`), user_data: "x" };
    for (const data of [proof, { ...proof, user_data: forged }, channelProof, {}, "x", null]) {
      const wire = await connect(nida);
      wire.send({ event: "pusher:signin", data });
      expect((await wire.hears("pusher:error")).data).toMatchObject({ code: 4009 });
      expect(await wire.closed).toBe(4009);
    }
  });
});
