import { beforeEach, expect, it } from "vitest";
import { onEachDatabase } from "@/lib/domain/chat/testing/databases";
import { statement } from "@/lib/domain/sql";
import {
  type Delivery,
  dueDeliveries,
  endDelivery,
  giveUpDeliveries,
  putOffDelivery,
  takeDeliveries,
} from "./deliveries";
import { forgetAll, here, there, told, waiting } from "./testing/world";

onEachDatabase("what is taken up of webhooks", (database) => {
  beforeEach(() => forgetAll(database()));

  const at = (ms: number) => new Date(Date.parse("2026-01-25T10:00:00.000Z") + ms);
  const take = (ms: number, most = 10, after = "") =>
    takeDeliveries(database(), { endpoint: here, now: at(ms), until: at(ms + 1000), most, after });
  const subjects = (taken: Delivery[]) => taken.map(({ subject }) => Number(subject));

  it("is the first of each conversation; the next only once that is done", async () => {
    const [one, other] = [await told(database()), await told(database(), [here, there])];
    const [a, b, c] = [await one.say("a"), await one.say("b"), await other.say("c")];
    const first = await take(0);
    expect(subjects(first)).toEqual([a.id, c.id]);
    expect(await take(0), "all that may go is on its way").toEqual([]);
    for (const { id } of first) await endDelivery(database(), id);
    expect(subjects(await take(0))).toEqual([b.id]);
  });

  it("is of each conversation in its turn, however much one of them has to say", async () => {
    const people = [await told(database()), await told(database()), await told(database())];
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
    const { say } = await told(database());
    const newer = { eventId: "e", endpoint: here, type: "message.pinned", subject: "1", lane: "a", dueAt: at(-1) };
    await database().transaction((tx) => tx.webhookDelivery.create({ data: newer }));
    const { id } = await say("known");
    // It takes the place of nothing, either.
    expect(subjects(await take(0, 1))).toEqual([id]);
    expect(await waiting(database())).toMatchObject([{ ...newer, attempts: 0 }, {}]);
  });

  it("is given back when whoever took it does not come back, or when it is put off", async () => {
    const { say } = await told(database());
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
    const people = await Promise.all(Array.from({ length: 6 }, () => told(database())));
    const sent = await Promise.all(people.map(({ say }) => say("a")));
    const taken = (await Promise.all(Array.from({ length: 12 }, () => take(0, 4)))).flat();
    expect(taken.length, "somebody gets some").toBeGreaterThanOrEqual(4);
    const rest = [...taken, ...(await take(0))];
    expect(subjects(rest).sort()).toEqual(sent.map(({ id }) => id).sort());
  });

  it("is given up after its time, and said to be", async () => {
    const { say } = await told(database(), [here, there]);
    await say("a");
    await say("b");
    expect(await giveUpDeliveries(database(), at(0)), "not before").toEqual([]);
    const given = await giveUpDeliveries(database(), at(1));
    expect(given.sort((a, b) => a.endpoint.localeCompare(b.endpoint))).toEqual([
      { endpoint: there, events: 2 },
      { endpoint: here, events: 2 },
    ]);
    expect(await waiting(database())).toEqual([]);
  });
});
