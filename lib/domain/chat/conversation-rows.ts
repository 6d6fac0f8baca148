import type { Sql } from "@/lib/domain/context";
import { statement, timeOf, timeText } from "@/lib/domain/sql";

/** A conversation as one of its two people may see it, in one row. Every reconnected client reads them, so without Prisma. */
export interface ConversationRow {
  id: number;
  lastSeq: number;
  rev: number;
  updatedAt: string;
  readSeq: number;
  deliveredSeq: number;
  clearedSeq: number;
  marksRev: number;
  acceptedAt: string | null;
  pinnedAt: string | null;
  mutedUntil: string | null;
  archivedAt: string | null;
  draft: string;
  draftAt: string | null;
  /** one of the two tells nobody what they have read */
  readsHidden: number | boolean;
  otherId: number;
  name: string;
  username: string;
  avatarKey: string | null;
  otherReadSeq: number;
  otherDeliveredSeq: number;
  /** the other has not accepted to hear from this person */
  asking: number | boolean;
  /** friends, of whom neither hides: see `presenceOf` */
  presenceShown: number | boolean;
  lastSeenAt: string | null;
  /** of the newest message; null where there is none for this person */
  messageId: number | null;
  senderId: number;
  type: string;
  body: string;
  deleted: number | boolean;
  sentAt: string;
  callId: string | null;
  /** deleted by this person for themselves */
  messageHidden: number | boolean;
}

const columns = `
  c.id AS "id", c.last_seq AS "lastSeq", c.rev AS "rev", CAST(c.updated_at AS TEXT) AS "updatedAt",
  mine.last_read_seq AS "readSeq", mine.last_delivered_seq AS "deliveredSeq", mine.cleared_seq AS "clearedSeq", mine.marks_rev AS "marksRev",
  CAST(mine.accepted_at AS TEXT) AS "acceptedAt", CAST(mine.pinned_at AS TEXT) AS "pinnedAt",
  CAST(mine.muted_until AS TEXT) AS "mutedUntil", CAST(mine.archived_at AS TEXT) AS "archivedAt",
  mine.draft AS "draft", CAST(mine.draft_at AS TEXT) AS "draftAt",
  me.hide_receipts OR them.hide_receipts AS "readsHidden",
  them.id AS "otherId", them.name AS "name", them.username AS "username", them.avatar_key AS "avatarKey",
  other.last_read_seq AS "otherReadSeq", other.last_delivered_seq AS "otherDeliveredSeq",
  other.accepted_at IS NULL AS "asking",
  f.id IS NOT NULL AND NOT me.hide_presence AND NOT them.hide_presence
    AND them.deleted_at IS NULL AS "presenceShown",
  CAST(them.last_seen_at AS TEXT) AS "lastSeenAt",
  m.id AS "messageId", m.sender_id AS "senderId", m.type AS "type", m.body AS "body", m.call_id AS "callId",
  m.deleted_at IS NOT NULL AS "deleted", CAST(m.created_at AS TEXT) AS "sentAt",
  k.message_id IS NOT NULL AS "messageHidden"`;

const tables = `
  JOIN users me ON me.id = mine.user_id
  JOIN participants other ON other.conversation_id = c.id AND other.user_id <> mine.user_id
  JOIN users them ON them.id = other.user_id
  LEFT JOIN friendships f ON f.low_id = c.low_id AND f.high_id = c.high_id AND f.accepted_at IS NOT NULL
  LEFT JOIN messages m ON m.conversation_id = c.id AND m.seq = c.last_seq AND c.last_seq > mine.cleared_seq
  LEFT JOIN message_marks k ON k.user_id = mine.user_id AND k.message_id = m.id AND k.hidden_at IS NOT NULL`;

const one = statement<[userId: number, id: number], ConversationRow>(`
  SELECT ${columns} FROM participants mine JOIN conversations c ON c.id = mine.conversation_id ${tables}
  WHERE mine.user_id = $1 AND mine.conversation_id = $2`);

/** Those in which there is something for the person to see; found first (CROSS JOIN holds SQLite to it), then put together. */
const page = statement<[userId: number, updatedAt: string, id: number, limit: number], ConversationRow>(`
  SELECT ${columns} FROM (
    SELECT c.id FROM participants p JOIN conversations c ON c.id = p.conversation_id
    WHERE p.user_id = $1 AND c.last_seq > p.cleared_seq
      AND (c.updated_at < $2 OR (c.updated_at = $2 AND c.id < $3))
    ORDER BY c.updated_at DESC, c.id DESC LIMIT $4) page
  CROSS JOIN conversations c
  JOIN participants mine ON mine.conversation_id = c.id AND mine.user_id = $1 ${tables}
  WHERE c.id = page.id ORDER BY c.updated_at DESC, c.id DESC`);

export async function conversationRow(sql: Sql, userId: number, id: number): Promise<ConversationRow | undefined> {
  return (await sql.all(one, userId, id))[0];
}

/** A place in the list, which has the newest on top. */
export interface ListPlace {
  updatedAt: Date;
  id: number;
}

/** At most `limit` conversations of the person's that come after a place in their list. */
export function conversationRows(
  sql: Sql,
  userId: number,
  after: ListPlace,
  limit: number,
): Promise<ConversationRow[]> {
  return sql.all(page, userId, timeText(after.updatedAt), after.id, limit);
}

/** What the person has set for it, as `toSettings` reads it. */
export function settingsOf(row: ConversationRow) {
  const time = (text: string | null) => (text === null ? null : timeOf(text));
  return {
    acceptedAt: time(row.acceptedAt),
    pinnedAt: time(row.pinnedAt),
    mutedUntil: time(row.mutedUntil),
    archivedAt: time(row.archivedAt),
    draft: row.draft,
    draftAt: time(row.draftAt),
  };
}
