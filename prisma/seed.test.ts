import { afterAll, beforeAll, expect, test } from "vitest";
import { passwordMatches } from "@/lib/domain/users/passwords";
import { type ScratchDatabase, scratchSqlite } from "@/lib/server/testing/databases";
import { demoPassword, seedDemo } from "./seed";

let database: ScratchDatabase;
beforeAll(async () => {
  database = await scratchSqlite();
});
afterAll(() => database.close());

test("the demo has friends ahmed and sara with a history, an unread message and a request, all in the past", async () => {
  const now = new Date();
  const shown = await seedDemo(database, now);
  expect(shown.map(({ username }) => username)).toEqual(["ahmed", "sara"]);
  const { db } = database;
  const [ahmed, sara] = await db.user.findMany({
    where: { username: { in: ["ahmed", "sara"] } },
    orderBy: { id: "asc" },
  });
  if (!ahmed || !sara) throw new Error("they are missing");
  expect(await passwordMatches(ahmed.passwordHash, demoPassword)).toBe(true);
  expect(await passwordMatches(sara.passwordHash, demoPassword)).toBe(true);
  const pair = { lowId_highId: { lowId: ahmed.id, highId: sara.id } };
  expect((await db.friendship.findUnique({ where: pair }))?.acceptedAt).not.toBeNull();
  const talk = await db.conversation.findUnique({ where: pair, include: { messages: true, participants: true } });
  const times = talk?.messages.map((message) => message.createdAt.getTime()) ?? [];
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(Math.max(...times)).toBeLessThan(now.getTime());
  expect(now.getTime() - Math.min(...times)).toBeGreaterThan(24 * 3_600_000);
  expect(talk?.messages.filter((message) => message.type === "call")).toHaveLength(2);
  expect(talk?.lastSeq).toBe(talk?.messages.length);
  const place = talk?.participants.find(({ userId }) => userId === ahmed.id);
  expect((talk?.lastSeq ?? 0) - (place?.lastReadSeq ?? 0)).toBe(2);
  expect(await db.friendship.count({ where: { highId: ahmed.id, acceptedAt: null } })).toBe(0);
  expect(
    await db.friendship.count({ where: { lowId: ahmed.id, acceptedAt: null, requesterId: { not: ahmed.id } } }),
  ).toBe(1);
});
