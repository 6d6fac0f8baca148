import { WebhookType } from "@/lib/contracts/webhooks";
import type { Database } from "@/lib/domain/context";
import { statement, timeText } from "@/lib/domain/sql";

/** One event on its way to one endpoint. */
export interface Delivery {
  id: number;
  eventId: string;
  type: WebhookType;
  subject: string;
  lane: string;
  /** how often it was tried, this time included */
  attempts: number;
}

type Row = Omit<Delivery, "type"> & { type: string };

// What is of another kind is left to a node of the newer version that has written it.
const known = WebhookType.options.map((type) => `'${type}'`).join(", ");

/**
 * Goes through the index from the first of each lane to the first of the next, and stops when it has enough: the cost
 * grows with the number of waiting lanes, not with their length. Ordering by lane and id, as the index does, makes
 * PostgreSQL use it.
 */
export const dueDeliveries = statement<[endpoint: string, now: string, most: number, after: string], Row>(`
  WITH RECURSIVE heads(id) AS (
    SELECT (SELECT w.id FROM webhook_deliveries w WHERE w.endpoint = $1 AND w.lane > $4
      ORDER BY w.lane, w.id LIMIT 1)
    UNION ALL
    SELECT (SELECT w.id FROM webhook_deliveries w WHERE w.endpoint = $1
      AND w.lane > (SELECT p.lane FROM webhook_deliveries p WHERE p.id = h.id) ORDER BY w.lane, w.id LIMIT 1)
    FROM heads h WHERE h.id IS NOT NULL)
  SELECT d.id AS "id", d.event_id AS "eventId", d.type AS "type", d.subject AS "subject", d.lane AS "lane",
    d.attempts + 1 AS "attempts"
  FROM heads h JOIN webhook_deliveries d ON d.id = h.id
  WHERE d.due_at <= $2 AND d.type IN (${known}) LIMIT $3`);

const take = statement<[id: number, now: string, until: string], { id: number }>(`
  UPDATE webhook_deliveries SET due_at = $3, attempts = attempts + 1 WHERE id = $1 AND due_at <= $2 RETURNING id AS "id"`);
const remove = statement<[id: number]>("DELETE FROM webhook_deliveries WHERE id = $1");
const putOff = statement<[id: number, due: string]>("UPDATE webhook_deliveries SET due_at = $2 WHERE id = $1");

/**
 * Takes up to `most` deliveries that are due, of each lane only its first, lane by lane behind the lane `after`. They are
 * this caller's until `until`, and then anybody's. Guarded, so that any number of nodes may do it at once and no two get
 * the same.
 */
export async function takeDeliveries(
  { hot }: Pick<Database, "hot">,
  asked: { endpoint: string; now: Date; until: Date; most: number; after: string },
): Promise<Delivery[]> {
  const now = timeText(asked.now);
  const behind = (lane: string, most: number) => hot.read.all(dueDeliveries, asked.endpoint, now, most, lane);
  const rows = await behind(asked.after, asked.most);
  if (asked.after && rows.length < asked.most) rows.push(...(await behind("", asked.most - rows.length)));
  if (rows.length === 0) return [];
  return hot.transaction(async (sql) => {
    const taken: Delivery[] = [];
    for (const row of rows) {
      const [mine] = await sql.all(take, row.id, now, timeText(asked.until));
      if (mine) taken.push({ ...row, type: WebhookType.parse(row.type) });
    }
    return taken;
  });
}

/** It was taken, or what it tells of is gone. */
export async function endDelivery({ hot }: Pick<Database, "hot">, id: number): Promise<void> {
  await hot.transaction((sql) => sql.all(remove, id));
}

/** It was not taken, and is tried again from `due` on. */
export async function putOffDelivery({ hot }: Pick<Database, "hot">, id: number, due: Date): Promise<void> {
  await hot.transaction((sql) => sql.all(putOff, id, timeText(due)));
}

/** Gives up what nobody has taken since `before`; answers how much of it there was for each endpoint. */
export function giveUpDeliveries(database: Database, before: Date): Promise<{ endpoint: string; events: number }[]> {
  const where = { createdAt: { lt: before } };
  return database.transaction(async (tx) => {
    const groups = await tx.webhookDelivery.groupBy({ by: ["endpoint"], where, _count: true });
    if (groups.length > 0) await tx.webhookDelivery.deleteMany({ where });
    return groups.map(({ endpoint, _count }) => ({ endpoint, events: _count }));
  });
}
