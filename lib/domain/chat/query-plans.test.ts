import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type ScratchDatabase, scratchSqlite } from "@/lib/server/testing/databases";
import { getConversation, listConversations, listMessages, markDelivered, markRead, sendMessage } from "./index";
import { saying, world } from "./testing/world";

let database: ScratchDatabase;
beforeAll(async () => {
  database = await scratchSqlite();
});
afterAll(() => database.close());

/** Every query that `work` prepares, by whichever way it goes to the database. */
async function queriesOf(work: () => Promise<unknown>): Promise<string[]> {
  const prepare = vi.spyOn(Sqlite.prototype, "prepare");
  try {
    await work();
    return [...new Set(prepare.mock.calls.map(([text]) => text))].filter((text) => /^\s*(SELECT|UPDATE)/i.test(text));
  } finally {
    prepare.mockRestore();
  }
}

/** How SQLite would find the rows. It has no statistics here, so the size of the tables plays no part. */
function planOf(db: Sqlite.Database, query: string): string[] {
  const values = Array.from(query.matchAll(/\?/g), () => 1);
  return db
    .prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${query}`)
    .all(...values)
    .map((row) => row.detail);
}

test("sending, receipts, the list and every window of history find their rows by index, and never sort messages", async () => {
  const { ctx, ahmed, sara, conversation_id } = await world(database);
  const say = saying(ctx.as(ahmed), conversation_id);
  const first = await say("first");
  for (let i = 0; i < 4; i += 1) await say("more");
  const at = { conversation_id };
  const reader = ctx.as(sara);
  const queries = await queriesOf(async () => {
    await sendMessage.execute(ctx.as(ahmed), { ...at, message: "x", reply_to_id: first.id });
    await markDelivered.execute(reader, { ...at, seq: 2 });
    await markRead.execute(reader, { ...at, seq: 2 });
    await getConversation.execute(reader, at);
    const page = await listConversations.execute(reader, { limit: 1 });
    expect(page.items).toHaveLength(1);
    for (const window of [{}, { peek: true }, { before: first.id + 3 }, { after: first.id }, { since_rev: 1 }]) {
      await listMessages.execute(reader, { ...at, limit: 2, ...window });
    }
  });
  expect(queries.length).toBeGreaterThan(12);
  const db = new Sqlite(database.url.replace("file:", ""));
  const plans = queries.map((query) => ({ query, plan: planOf(db, query) }));
  db.close();
  const slow = plans.filter(({ plan }) => plan.some((step) => /^SCAN (?!CONSTANT|\d|\(|SUBQUERY|page$)/.test(step)));
  expect(slow).toEqual([]);
  const sorting = plans.filter(
    ({ query, plan }) =>
      /ORDER BY [^)]*\b(seq|rev)\b/.test(query) && plan.some((step) => /TEMP B-TREE FOR ORDER BY/.test(step)),
  );
  expect(sorting).toEqual([]);
});
