import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NidaEvent } from "@/lib/contracts/events";
import { type ScratchDatabase, scratchDatabases } from "@/lib/server/testing/databases";
import { leaveNotices, noticeReader } from "./notices";

const seen = (at: string): NidaEvent => ({ name: "calls.seen", data: { seen_at: at }, to: [1] });

describe.each(scratchDatabases())("notices on %s", (kind, open) => {
  const postgres = kind === "PostgreSQL";
  let database: ScratchDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database?.close());
  const leave = (...events: NidaEvent[]) => leaveNotices(database, postgres, events);

  it("are read once, in order, by each who reads; those of before are old news", async () => {
    await leave(seen("0"));
    const [one, other] = [await noticeReader(database.db), await noticeReader(database.db)];
    await leave(seen("1"), seen("2"));
    expect(await one()).toEqual([seen("1"), seen("2")]);
    await leave(seen("3"));
    expect(await one()).toEqual([seen("3")]);
    expect(await other()).toEqual([seen("1"), seen("2"), seen("3")]);
    expect([await one(), await other()]).toEqual([[], []]);
  });

  it("are gone after an hour, and their numbers with them", async () => {
    await database.transaction((tx) => tx.notice.updateMany({ data: { createdAt: new Date(Date.now() - 3_700_000) } }));
    const read = await noticeReader(database.db);
    await leave(seen("4"));
    expect(await database.db.notice.count()).toBe(1);
    expect(await read()).toEqual([seen("4")]);
  });

  it.runIf(postgres)("that are left at the same time are all read, whichever is committed first", async () => {
    const read = await noticeReader(database.db);
    let commit = () => {};
    const held = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written = () => {};
    const isWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const transaction: ScratchDatabase["transaction"] = (work) =>
      database.transaction(async (tx) => {
        const result = await work(tx);
        written();
        await held;
        return result;
      });
    const slow = leaveNotices({ transaction }, postgres, [seen("slow")]);
    await isWritten;
    const quick = leave(seen("quick"));
    // Long enough for it to be there, if nothing held it back.
    await Promise.race([quick, wait(500)]);
    const early = await read();
    commit();
    await Promise.all([slow, quick]);
    expect([...early, ...(await read())]).toEqual([seen("slow"), seen("quick")]);
  });
});
