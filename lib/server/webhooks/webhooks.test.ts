import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sendMessage } from "@/lib/domain/chat";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { world } from "@/lib/domain/chat/testing/world";
import { createLog } from "@/lib/server/log";
import type { EndpointTimes } from "./endpoint";
import { signatureOf } from "./post";
import { openReceiver, type Receiver, secret, status, words } from "./testing/receiver";
import { openWebhooks, type Webhooks } from "./webhooks";

const log = createLog({ logLevel: "silent" });
const eventually = <T>(what: () => T) => expect.poll(what, { timeout: 15_000, interval: 10 });
const quick = { lookMs: 20, firstRetryMs: 20, lastRetryMs: 100, lastPauseMs: 40, partingMs: 100 };

it("signs as Standard Webhooks' own example is signed", () => {
  const example = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", body: '{"test": 2432232314}' };
  const signature = signatureOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", example, 1614265330);
  expect(signature).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
});

onEachDatabase("telling an endpoint", (database) => {
  let receiver: Receiver;
  let opened: Webhooks[];
  beforeEach(async () => {
    opened = [];
    await database().transaction((tx) => tx.webhookDelivery.deleteMany({}));
    receiver = await openReceiver();
  });
  afterEach(async () => {
    await Promise.all(opened.map((webhooks) => webhooks.close()));
    await receiver.close();
  });

  function open(times: EndpointTimes = {}, urls = [receiver.url]): Webhooks {
    const { db, hot } = database();
    const ctx = { db, hot, url: (path: string) => `https://nida.test${path}` };
    const webhooks = openWebhooks({ urls, secret }, ctx, log, { ...quick, ...times });
    opened.push(webhooks);
    return webhooks;
  }
  /** a conversation in which ahmed speaks */
  async function speaker(webhookUrls = [receiver.url]) {
    const { ctx, conversation_id } = await world(database());
    return async (...said: string[]) => {
      for (const message of said) {
        await sendMessage.execute({ ...ctx, now: () => new Date(), webhookUrls }, { conversation_id, message });
      }
    };
  }
  const waiting = () => database().transaction((tx) => tx.webhookDelivery.count());

  it("each thing once, those of a conversation in their order, and nothing is left", async () => {
    const [ahmed, sara] = [await speaker(), await speaker()];
    await Promise.all([ahmed("a1", "a2", "a3"), sara("s1", "s2", "s3")]);
    open();
    await Promise.all([ahmed("a4"), sara("s4")]);
    await eventually(waiting).toBe(0);
    const said = words(receiver.taken);
    expect(said.filter((word) => /^a/.test(String(word)))).toEqual(["a1", "a2", "a3", "a4"]);
    expect(said.filter((word) => /^s/.test(String(word)))).toEqual(["s1", "s2", "s3", "s4"]);
    expect(receiver.came).toHaveLength(8);
    expect(new Set(receiver.came.map(({ id }) => id)).size).toBe(8);
    expect(receiver.taken[0]?.body.data).toMatchObject({ sender: { avatar: null } });
  });

  it("at once when woken, however seldom it looks by itself", async () => {
    const webhooks = open({ lookMs: 600_000 });
    const { ctx, conversation_id } = await world(database());
    const now = () => new Date();
    await sendMessage.execute({ ...ctx, now, webhookUrls: [receiver.url] }, { conversation_id, message: "now" });
    const [sent] = ctx.world.events;
    if (!sent) throw new Error("nothing was published");
    webhooks.deliver(sent);
    await eventually(() => words(receiver.taken)).toEqual(["now"]);
  });

  it("again under the same id, until it is taken: failures, redirects and no answer at all are none", async () => {
    const say = await speaker();
    const answers = [
      status(500),
      status(302, { Location: `${receiver.url}/elsewhere` }),
      status(404),
      () => new Promise(() => {}),
      (response: { destroy(): unknown }) => response.destroy(),
    ];
    receiver.answer = (response, received) => (answers.shift() ?? status(200))(response, received);
    open({ timeoutMs: 300 });
    await say("late");
    await eventually(waiting).toBe(0);
    // On a slow machine an answer may come after the patience is over: then it comes once more.
    expect(receiver.came.length).toBeGreaterThanOrEqual(6);
    expect(new Set(words(receiver.taken))).toEqual(new Set(["late"]));
    expect(new Set(receiver.came.map(({ id }) => id)).size).toBe(1);
  });

  it("with what is refused holding back its own conversation, and no other", async () => {
    const [ahmed, sara] = [await speaker(), await speaker()];
    receiver.answer = (response, { body }) =>
      status(JSON.stringify(body).includes("poison") ? 500 : 200)(response, { id: "", body });
    open();
    await ahmed("poison", "a2");
    await sara("s1", "s2", "s3");
    await eventually(() => words(receiver.taken)).toEqual(["s1", "s2", "s3"]);
    await eventually(() => receiver.came.length).toBeGreaterThan(5);
    expect(words(receiver.taken)).toEqual(["s1", "s2", "s3"]);
    receiver.answer = status(200);
    await eventually(() => words(receiver.taken)).toEqual(["s1", "s2", "s3", "poison", "a2"]);
  });

  it("one at a time while it is away, and all of it once it is back", async () => {
    await receiver.close();
    const speakers = await Promise.all(Array.from({ length: 12 }, () => speaker()));
    await Promise.all(speakers.map((say, at) => say(`${at}`)));
    open();
    const attempts = () =>
      database().transaction((tx) => tx.webhookDelivery.aggregate({ _sum: { attempts: true }, _count: true }));
    await eventually(async () => (await attempts())._sum.attempts).toBeGreaterThan(12);
    expect((await attempts())._count).toBe(12);
    await receiver.open();
    await eventually(waiting).toBe(0);
    expect(words(receiver.taken).sort()).toEqual(speakers.map((_, at) => `${at}`).sort());
  });

  it("not before it wants to be asked again", async () => {
    const say = await speaker();
    receiver.answer = status(503, { "Retry-After": "3600" });
    open({ lastRetryMs: 600_000, lastPauseMs: 10 });
    await say("later");
    await eventually(() => receiver.came.length).toBe(1);
    const due = async () =>
      (await database().transaction((tx) => tx.webhookDelivery.findFirst({ where: { attempts: 1 } })))?.dueAt;
    await eventually(async () => Number(await due()) - Date.now()).toBeGreaterThan(500_000);
  });

  it("each endpoint by itself: one that hangs holds up no other", async () => {
    const other = await openReceiver();
    try {
      const say = await speaker([receiver.url, other.url]);
      receiver.answer = () => new Promise(() => {});
      open({}, [receiver.url, other.url]);
      await say("a", "b");
      await eventually(() => words(other.taken)).toEqual(["a", "b"]);
      expect(words(receiver.taken)).toEqual([]);
    } finally {
      await opened.pop()?.close();
      await other.close();
    }
  });

  it("not where a redirect leads, even one that would take it", async () => {
    const other = await openReceiver();
    try {
      const say = await speaker();
      const answers = [status(307, { Location: other.url })];
      receiver.answer = (response, received) => (answers.shift() ?? status(200))(response, received);
      open();
      await say("here");
      await eventually(waiting).toBe(0);
      expect(words(receiver.taken)).toEqual(["here"]);
      expect(other.came).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it("with so many at once and no more", async () => {
    const speakers = await Promise.all(Array.from({ length: 12 }, () => speaker()));
    receiver.answer = () => new Promise(() => {});
    await Promise.all(speakers.map((say) => say("wait")));
    open({ width: 5 });
    await eventually(() => receiver.came.length).toBe(5);
    expect(await database().transaction((tx) => tx.webhookDelivery.count({ where: { attempts: 0 } }))).toBe(7);
  });

  it("once, however many nodes look at the same table", async () => {
    const speakers = await Promise.all(Array.from({ length: 8 }, () => speaker()));
    for (let node = 0; node < 4; node++) open({ lookMs: 5 });
    await Promise.all(speakers.map((say, at) => say(`${at}.1`, `${at}.2`, `${at}.3`)));
    await eventually(waiting).toBe(0);
    expect(receiver.came).toHaveLength(24);
    for (const at of speakers.keys()) {
      expect(words(receiver.taken).filter((word) => String(word).startsWith(`${at}.`))).toEqual([
        `${at}.1`,
        `${at}.2`,
        `${at}.3`,
      ]);
    }
  });

  describe("that does not answer while the server stops", () => {
    it("is left after a while, and told again by who comes next", async () => {
      const say = await speaker();
      receiver.answer = () => new Promise(() => {});
      const webhooks = open();
      await say("again");
      await eventually(() => receiver.came.length).toBe(1);
      await webhooks.close();
      expect(await waiting()).toBe(1);
      receiver.answer = status(200);
      open();
      await eventually(() => words(receiver.taken)).toEqual(["again"]);
      expect(receiver.came[0]?.id).toBe(receiver.came[1]?.id);
    });
  });
});
