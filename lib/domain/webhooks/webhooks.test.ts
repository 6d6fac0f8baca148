import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { webhookBodies } from "@/lib/contracts/webhooks";
import { cancelCall, startCall } from "@/lib/domain/calls";
import { deleteMessage, editMessage, forwardMessage, sendMessage } from "@/lib/domain/chat";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { world } from "@/lib/domain/chat/testing/world";
import type { Sql } from "@/lib/domain/context";
import { statement } from "@/lib/domain/sql";
import { newUsername } from "@/lib/domain/testing/accounts";
import { testContext } from "@/lib/domain/testing/context";
import { block } from "@/lib/domain/testing/people";
import { refused } from "@/lib/domain/testing/refused";
import { deleteMe, register } from "@/lib/domain/users";
import { webhookBody } from "./body";
import {
  type Delivery,
  dueDeliveries,
  endDelivery,
  giveUpDeliveries,
  putOffDelivery,
  takeDeliveries,
} from "./deliveries";

const here = "https://push.example.org/nida";
const there = "http://127.0.0.1:9/there";

onEachDatabase("webhooks", (database) => {
  const rows = () => database().transaction((tx) => tx.webhookDelivery.findMany({ orderBy: { id: "asc" } }));
  const noted = async () => (await rows()).map(({ type, subject }) => `${type} ${subject}`);
  beforeEach(() => database().transaction((tx) => tx.webhookDelivery.deleteMany({})));

  /** ahmed, sara and their conversation, with webhooks */
  async function told(webhookUrls = [here]) {
    const { ctx, ahmed, sara, conversation_id } = await world(database());
    const say = (message: string, client_id?: string) =>
      sendMessage.execute({ ...ctx, webhookUrls }, { conversation_id, message, client_id });
    return { ctx: { ...ctx, webhookUrls }, ahmed, sara, conversation_id, say };
  }

  describe("what is noted", () => {
    it("is each message, forwarded ones and the lines of calls too, and each call that ends", async () => {
      const { ctx, conversation_id, say } = await told();
      const { id } = await say("مرحباً");
      const copy = await forwardMessage.execute(ctx, { message_id: id, conversation_id });
      const call = await startCall.execute(ctx, { conversation_id, device_id: "ahmed-phone" });
      await cancelCall.execute(ctx, { call_id: call.id, device_id: "ahmed-phone" });
      const line = expect.stringMatching(/^message\.sent \d+$/);
      expect(await noted()).toEqual([`message.sent ${id}`, `message.sent ${copy.id}`, `call.ended ${call.id}`, line]);
      expect(new Set((await rows()).map(({ lane }) => lane))).toEqual(new Set([`conversation.${conversation_id}`]));
    });

    it("is each account, and none that could not be made", async () => {
      const ctx = testContext(database(), { actor: null, webhookUrls: [here] });
      const who = { name: "سارة", username: newUsername(), password: "correct horse" };
      const { user } = await register.execute(ctx, who);
      const rivals = await Promise.all([1, 2, 3].map(() => refused(register.execute(ctx, who))));
      expect(rivals).toEqual(rivals.map(() => "conflict username_taken username:username_taken"));
      expect(await noted()).toEqual([`user.created ${user.id}`]);
    });

    it("is what was stored and nothing else: once for one client_id, not for what is refused", async () => {
      const { ahmed, sara, say } = await told();
      const client_id = randomUUID();
      const sent = await Promise.all(Array.from({ length: 20 }, () => say("once", client_id)));
      await block(database(), sara, ahmed);
      expect(await refused(say("blocked"))).toBe("forbidden unreachable");
      expect(await noted()).toEqual([`message.sent ${sent[0]?.id}`]);
    });

    it("is kept or lost together with what it tells of", async () => {
      const { ctx, conversation_id } = await told();
      const failing = (at: "before" | "after") => ({
        ...ctx,
        hot: {
          ...ctx.hot,
          transaction: <T>(work: (sql: Sql) => Promise<T>) =>
            ctx.hot.transaction(async (sql) => {
              const refusing: Sql = {
                async all(statement, ...values) {
                  if (at === "before" && statement.text.includes("INSERT INTO webhook_deliveries"))
                    throw new Error("no");
                  return sql.all(statement, ...values);
                },
              };
              await work(refusing);
              throw new Error("no");
            }),
        },
      });
      for (const at of ["before", "after"] as const) {
        await expect(sendMessage.execute(failing(at), { conversation_id, message: at })).rejects.toThrow("no");
      }
      expect(await rows()).toEqual([]);
      expect(await database().db.message.count({ where: { conversationId: conversation_id } })).toBe(0);
    });

    it("goes to every endpoint under one id, and is nothing without endpoints", async () => {
      const { say } = await told([here, there]);
      await say("two");
      const [one, other] = await rows();
      expect([one?.endpoint, other?.endpoint]).toEqual([here, there]);
      expect(one?.eventId).toBe(other?.eventId);
      await (await told([])).say("none");
      expect(await rows()).toHaveLength(2);
    });
  });

  describe("what is taken up", () => {
    const at = (ms: number) => new Date(Date.parse("2026-01-25T10:00:00.000Z") + ms);
    const take = (ms: number, most = 10, after = "") =>
      takeDeliveries(database(), { endpoint: here, now: at(ms), until: at(ms + 1000), most, after });
    const subjects = (taken: Delivery[]) => taken.map(({ subject }) => Number(subject));

    it("is the first of each conversation; the next only once that is done", async () => {
      const [one, other] = [await told(), await told([here, there])];
      const [a, b, c] = [await one.say("a"), await one.say("b"), await other.say("c")];
      const first = await take(0);
      expect(subjects(first)).toEqual([a.id, c.id]);
      expect(await take(0), "all that may go is on its way").toEqual([]);
      for (const { id } of first) await endDelivery(database(), id);
      expect(subjects(await take(0))).toEqual([b.id]);
    });

    it("is of each conversation in its turn, however much one of them has to say", async () => {
      const people = [await told(), await told(), await told()];
      for (let round = 0; round < 5; round++) for (const { say } of people) await say("again");
      const order: string[] = [];
      for (let turn = 0; turn < 6; turn++) {
        const [one] = await take(0, 1, order.at(-1));
        order.push(one?.lane ?? "none");
        await endDelivery(database(), one?.id ?? 0);
      }
      expect(new Set(order.slice(0, 3)).size).toBe(3);
      expect(order.slice(3)).toEqual(order.slice(0, 3));
    });

    it("is found without looking at what waits behind it", async () => {
      await database().transaction(async (tx) => {
        await tx.$executeRawUnsafe(`INSERT INTO webhook_deliveries (event_id, endpoint, type, subject, lane, due_at)
          WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
          SELECT '', '${here}', 'message.sent', '', CASE i WHEN 40000 THEN 'b' ELSE 'a' END, '2026-01-01 00:00:00' FROM n`);
        await tx.$executeRawUnsafe("ANALYZE webhook_deliveries");
      });
      const explained = (how: string) => {
        const asked = statement<[string, string, number, string], object>(`${how} ${dueDeliveries.text}`);
        return database().hot.read.all(asked, here, new Date().toISOString(), 8, "");
      };
      // Each database understands its own.
      const steps = await explained("EXPLAIN (ANALYZE, TIMING OFF)").catch(() => explained("EXPLAIN QUERY PLAN"));
      const plan = JSON.stringify(steps);
      const passedOver = [...plan.matchAll(/Rows Removed by Filter: (\d+)/g)].map(([, rows]) => Number(rows));
      expect(passedOver.filter((rows) => rows > 10)).toEqual([]);
      expect(plan).not.toMatch(/Seq Scan on webhook|SCAN [wpd]\b/);
      expect(plan).toMatch(/Index Only Scan|COVERING INDEX/);
    });

    it("is left to a newer node where only that knows what it is", async () => {
      const { say } = await told();
      const newer = { eventId: "e", endpoint: here, type: "message.pinned", subject: "1", lane: "a", dueAt: at(-1) };
      await database().transaction((tx) => tx.webhookDelivery.create({ data: newer }));
      const { id } = await say("known");
      // It takes the place of nothing, either.
      expect(subjects(await take(0, 1))).toEqual([id]);
      expect(await rows()).toMatchObject([{ ...newer, attempts: 0 }, {}]);
    });

    it("is given back when whoever took it does not come back, or when it is put off", async () => {
      const { say } = await told();
      const { id } = await say("a");
      expect((await take(0)).map(({ attempts }) => attempts)).toEqual([1]);
      expect(await take(999)).toEqual([]);
      const again = await take(1000);
      expect(again.map(({ attempts }) => attempts)).toEqual([2]);
      await putOffDelivery(database(), again[0]?.id ?? 0, at(5000));
      expect(await take(4999)).toEqual([]);
      expect(subjects(await take(5000))).toEqual([id]);
    });

    it("is given to one of many who ask at once", async () => {
      const people = await Promise.all(Array.from({ length: 6 }, () => told()));
      const sent = await Promise.all(people.map(({ say }) => say("a")));
      const taken = (await Promise.all(Array.from({ length: 12 }, () => take(0, 4)))).flat();
      expect(taken.length, "somebody gets some").toBeGreaterThanOrEqual(4);
      const rest = [...taken, ...(await take(0))];
      expect(subjects(rest).sort()).toEqual(sent.map(({ id }) => id).sort());
    });

    it("is given up after its time, and said to be", async () => {
      const { say } = await told([here, there]);
      await say("a");
      await say("b");
      expect(await giveUpDeliveries(database(), at(0)), "not before").toEqual([]);
      const given = await giveUpDeliveries(database(), at(1));
      expect(given.sort((a, b) => a.endpoint.localeCompare(b.endpoint))).toEqual([
        { endpoint: there, events: 2 },
        { endpoint: here, events: 2 },
      ]);
      expect(await rows()).toEqual([]);
    });
  });

  describe("what is said", () => {
    const bodies = async (ctx: Parameters<typeof webhookBody>[0]) =>
      Promise.all((await takeDeliveries(database(), all)).map((delivery) => webhookBody(ctx, delivery)));
    const all = { endpoint: here, now: new Date("2100-01-01"), until: new Date("2100-01-02"), most: 10, after: "" };

    it("is the event as its channel carried it, with whom it concerns", async () => {
      const { ctx, ahmed, sara, say } = await told();
      ctx.world.events.length = 0;
      await say("مرحباً");
      const [event] = ctx.world.events;
      const [body] = await bodies(ctx);
      expect(body).toEqual({
        type: "message.sent",
        timestamp: "2026-01-25T10:00:00.000Z",
        user_ids: [ahmed.id, sara.id],
        data: event?.data,
      });
      expect(webhookBodies["message.sent"].parse(body)).toEqual(body);
    });

    it("is a call's end with its reason", async () => {
      const { ctx, ahmed, sara, conversation_id } = await told();
      const call = await startCall.execute(ctx, { conversation_id, device_id: "ahmed-phone" });
      const ended = await cancelCall.execute(ctx, { call_id: call.id, device_id: "ahmed-phone" });
      const [body] = await bodies(ctx);
      expect(body).toMatchObject({ user_ids: [ahmed.id, sara.id], data: { call: ended }, timestamp: ended.ended_at });
      expect(webhookBodies["call.ended"].parse(body)).toEqual(body);
    });

    it("is as it is now: an edit is told, what is deleted for everyone is not", async () => {
      const { ctx, say } = await told();
      const { id } = await say("first words");
      await editMessage.execute(ctx, { message_id: id, message: "better words" });
      const [{ id: row } = { id: 0 }] = await rows();
      expect(await bodies(ctx)).toMatchObject([{ data: { message: "better words" } }]);
      await deleteMessage.execute(ctx, { message_id: id, for: "everyone" });
      await putOffDelivery(database(), row, new Date(0));
      expect(await bodies(ctx)).toMatchObject([{ data: { message: "", deleted_at: expect.any(String) } }]);
    });

    it("is nothing of an account that is gone", async () => {
      const stranger = testContext(database(), { actor: null, webhookUrls: [here] });
      const who = { name: "سارة", username: newUsername(), password: "correct horse" };
      const { user } = await register.execute(stranger, who);
      const body = () => webhookBody(stranger, { type: "user.created", subject: String(user.id) });
      const { id, name, username, avatar } = user;
      expect(webhookBodies["user.created"].parse(await body())).toMatchObject({ data: { id, name, username, avatar } });
      const [session] = await database().db.session.findMany({ where: { userId: id } });
      await deleteMe.execute(stranger.as({ id, sessionId: session?.id ?? "" }), { password: who.password });
      expect(await body()).toBeNull();
    });
  });
});
