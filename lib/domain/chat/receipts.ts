import type { Actor, Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import type { Rule } from "@/lib/domain/operation";
import { statement, timeText } from "@/lib/domain/sql";
import { announceRead } from "./post-message";

/** How far a person has read and received in a conversation, and what decides who learns of it. */
interface ReceiptState {
  conversationId: number;
  other: number;
  lastSeq: number;
  readSeq: number;
  deliveredSeq: number;
  /** one of the two tells nobody what they have read */
  readsHidden: number | boolean;
  /** the other's messages are a request that the caller has not accepted */
  request: number | boolean;
}

const stateOf = statement<[conversationId: number, userId: number], ReceiptState>(`
  SELECT c.id AS "conversationId", other.user_id AS "other", c.last_seq AS "lastSeq",
    mine.last_read_seq AS "readSeq", mine.last_delivered_seq AS "deliveredSeq", mine.accepted_at IS NULL AS "request",
    EXISTS (SELECT 1 FROM users u WHERE u.id IN (mine.user_id, other.user_id) AND u.hide_receipts) AS "readsHidden"
  FROM participants mine JOIN users me ON me.id = mine.user_id JOIN conversations c ON c.id = mine.conversation_id
  JOIN participants other ON other.conversation_id = c.id AND other.user_id <> mine.user_id
  WHERE mine.conversation_id = $1 AND mine.user_id = $2 AND me.deleted_at IS NULL`);

type Move = [conversationId: number, userId: number, seq: number];

// What was read has also arrived.
const read = statement<[...Move, at: string], { userId: number }>(`
  UPDATE participants SET last_read_seq = $3, last_read_at = $4,
    last_delivered_seq = CASE WHEN last_delivered_seq < $3 THEN $3 ELSE last_delivered_seq END
  WHERE conversation_id = $1 AND user_id = $2 AND last_read_seq < $3 RETURNING user_id AS "userId"`);

const delivered = statement<Move, { userId: number }>(`
  UPDATE participants SET last_delivered_seq = $3
  WHERE conversation_id = $1 AND user_id = $2 AND last_delivered_seq < $3 RETURNING user_id AS "userId"`);

/** The caller's state in a conversation. @throws OperationError `not_found` for whoever is not one of the two */
export async function receiptStateIn(
  ctx: Pick<Context, "hot">,
  conversationId: number,
  { id }: Actor,
): Promise<ReceiptState> {
  const [place] = await ctx.hot.read.all(stateOf, conversationId, id);
  if (!place) throw refuse("not_found");
  return place;
}

/** As `participant`; the actor brings their `receipts`, which the operation would ask for next. */
export const reader: Rule<Actor & { receipts: ReceiptState }, { conversation_id: number }> = async (ctx, input) => {
  if (!ctx.actor) throw refuse("unauthenticated");
  return { ...ctx.actor, receipts: await receiptStateIn(ctx, input.conversation_id, ctx.actor) };
};

const targetOf = ({ lastSeq }: ReceiptState, seq?: number) => Math.min(seq ?? lastSeq, lastSeq);

/** The caller's place as it is kept, for an answer when nothing moved. */
async function keptPlace(ctx: Context, conversationId: number) {
  const mine = { conversationId, userId: ctx.actor.id };
  const place = await ctx.db.participant.findUnique({ where: { conversationId_userId: mine } });
  if (!place) throw refuse("not_found");
  return place;
}

/**
 * Moves the caller's last-read position on to `seq` (default and at most: the newest message), never back. If it moved, both
 * people are told, or only the caller where one of the two hides what they read. A request stays unread, unless `ofRequest`.
 * Answers the position as it then is.
 */
export async function moveRead(ctx: Context, from: ReceiptState, seq?: number, { ofRequest = false } = {}) {
  const { conversationId, other, readSeq, readsHidden, request } = from;
  const target = targetOf(from, seq);
  const at = ctx.now();
  const me = ctx.actor.id;
  const moved =
    (ofRequest || !request) &&
    readSeq < target &&
    (await ctx.hot.later.all(read, conversationId, me, target, timeText(at))).length > 0;
  const receipt = { conversation_id: conversationId, user_id: me };
  if (!moved) {
    const { lastReadSeq, lastReadAt } = await keptPlace(ctx, conversationId);
    return { ...receipt, seq: lastReadSeq, read_at: (lastReadAt ?? at).toISOString() };
  }
  const data = { ...receipt, seq: target, read_at: at.toISOString() };
  announceRead(ctx, data, readsHidden ? [me] : [me, other]);
  return data;
}

/** The same for what has arrived at one of the caller's devices; of a request nobody learns that it has. */
export async function moveDelivered(ctx: Context, from: ReceiptState, seq?: number) {
  const { conversationId, other, deliveredSeq, request } = from;
  const target = targetOf(from, seq);
  const me = ctx.actor.id;
  const moved =
    !request && deliveredSeq < target && (await ctx.hot.later.all(delivered, conversationId, me, target)).length > 0;
  const receipt = { conversation_id: conversationId, user_id: me };
  if (!moved) return { ...receipt, seq: (await keptPlace(ctx, conversationId)).lastDeliveredSeq };
  const data = { ...receipt, seq: target };
  ctx.publish({ name: "conversation.delivered", data, to: [me, other], conversation_id: conversationId });
  return data;
}
