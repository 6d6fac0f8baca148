import type { Context } from "@/lib/domain/context";
import { discardBytes, discardKeys } from "./discard";
import { FOLDER, fileOf } from "./store-file";

/** How long a file may wait for its message, in milliseconds: a day. */
const UNSENT_MS = 86_400_000;
const AT_ONCE = 200;

type SweepContext = Pick<Context, "db" | "transaction" | "storage" | "now">;

const dayBefore = (ctx: SweepContext) => new Date(ctx.now().getTime() - UNSENT_MS);

/** Removes files that no message has come for within a day. Guarded, so that any number of nodes may do it at once. */
export async function sweepUnsent(ctx: SweepContext): Promise<number> {
  const forgotten = { messageId: null, createdAt: { lt: dayBefore(ctx) } };
  let removed = 0;
  for (;;) {
    const rows = await ctx.db.upload.findMany({
      where: forgotten,
      select: { id: true, storageKey: true, thumbKey: true },
      take: AT_ONCE,
    });
    if (rows.length === 0) return removed;
    for (const row of rows) {
      // One that is being sent in this moment stays.
      const gone = await ctx.transaction((tx) => tx.upload.deleteMany({ where: { ...forgotten, id: row.id } }));
      if (gone.count > 0) await discardBytes(ctx, [row]);
      removed += gone.count;
    }
  }
}

/** Removes bytes that no row knows, older than a day: what a crash between the two has left. Keys are never used again. */
export async function sweepOrphans(ctx: SweepContext): Promise<number> {
  const before = dayBefore(ctx);
  let removed = 0;
  let batch: string[] = [];
  const finish = async () => {
    const orphans = await withoutRows(ctx, batch);
    await discardKeys(ctx.storage, orphans);
    removed += orphans.length;
    batch = [];
  };
  for await (const { key, modifiedAt } of ctx.storage.list(FOLDER)) {
    if (modifiedAt < before) batch.push(key);
    if (batch.length >= AT_ONCE) await finish();
  }
  await finish();
  return removed;
}

async function withoutRows(ctx: SweepContext, keys: string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const rows = await ctx.db.upload.findMany({
    where: { storageKey: { in: keys.map(fileOf) } },
    select: { storageKey: true },
  });
  const known = new Set(rows.map(({ storageKey }) => storageKey));
  return keys.filter((key) => !known.has(fileOf(key)));
}
