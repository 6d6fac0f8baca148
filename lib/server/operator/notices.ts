import type { NidaEvent } from "@/lib/contracts/events";
import type { Database } from "@/lib/domain/context";

/** Nodes read twice a second; what is older than this is of no use to anybody, in milliseconds. */
const KEPT_MS = 3_600_000;

/**
 * Writes down what a command of the operator has done, for every running node to tell its clients: whichever node it
 * is, and without Redis or an address of it.
 */
export async function leaveNotices(
  database: Pick<Database, "transaction">,
  postgres: boolean,
  events: NidaEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const now = Date.now();
  await database.transaction(async (tx) => {
    // PostgreSQL hands out numbers before commits: one at a time, so that who reads on from a number misses nothing.
    if (postgres) await tx.$executeRawUnsafe("LOCK TABLE notices IN EXCLUSIVE MODE");
    await tx.notice.deleteMany({ where: { createdAt: { lt: new Date(now - KEPT_MS) } } });
    const createdAt = new Date(now);
    await tx.notice.createMany({ data: events.map((event) => ({ event: JSON.stringify(event), createdAt })) });
  });
}

/** Answers what reads the notices since the last time, each once; those of before the start are old news. */
export async function noticeReader(db: Pick<Database["db"], "notice">): Promise<() => Promise<NidaEvent[]>> {
  const newest = await db.notice.findFirst({ orderBy: { id: "desc" }, select: { id: true } });
  let last = newest?.id ?? 0;
  return async () => {
    const rows = await db.notice.findMany({ where: { id: { gt: last } }, orderBy: { id: "asc" } });
    last = rows.at(-1)?.id ?? last;
    // Written by `leaveNotices` of the same version, or of one that migrated first.
    return rows.map(({ event }): NidaEvent => JSON.parse(event));
  };
}
