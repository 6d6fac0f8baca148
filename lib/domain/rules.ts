import type { Actor } from "./context";
import { refuse } from "./errors";
import type { Rule } from "./operation";
import { statement } from "./sql";

/** Even those whom the server does not know: registering, signing in. */
export const anyone: Rule<Actor | null, unknown> = (ctx) => ctx.actor;

/** Whoever is signed in, for what concerns only themselves. */
export const signedIn: Rule<Actor, unknown> = (ctx) => {
  if (!ctx.actor) throw refuse("unauthenticated");
  return ctx.actor;
};

// A call may be on its way while its account is deleted.
const placeOf = statement<[conversationId: number, userId: number], { userId: number }>(`
  SELECT p.user_id AS "userId" FROM participants p JOIN users u ON u.id = p.user_id
  WHERE p.conversation_id = $1 AND p.user_id = $2 AND u.deleted_at IS NULL`);

/** Whom the operator has made an admin. */
export const admin: Rule<Actor, unknown> = async (ctx) => {
  if (!ctx.actor) throw refuse("unauthenticated");
  const where = { id: ctx.actor.id, deletedAt: null, adminSince: { not: null } };
  if ((await ctx.db.user.count({ where })) === 0) throw refuse("forbidden");
  return ctx.actor;
};

/** One of the two people of the conversation; for all others it does not exist. */
export const participant: Rule<Actor, { conversation_id: number }> = async (ctx, input) => {
  if (!ctx.actor) throw refuse("unauthenticated");
  const [place] = await ctx.hot.read.all(placeOf, input.conversation_id, ctx.actor.id);
  if (!place) throw refuse("not_found");
  return ctx.actor;
};

/** One of the two people of the message's conversation, unless it is gone from their eyes; else it does not exist. */
export const messageParty: Rule<Actor, { message_id: number }> = async (ctx, input) => {
  if (!ctx.actor) throw refuse("unauthenticated");
  const userId = ctx.actor.id;
  const message = await ctx.db.message.findUnique({
    where: { id: input.message_id },
    select: {
      seq: true,
      conversation: {
        select: { participants: { where: { userId, user: { deletedAt: null } }, select: { clearedSeq: true } } },
      },
      marks: { where: { userId, hiddenAt: { not: null } }, select: { messageId: true } },
    },
  });
  const place = message?.conversation.participants[0];
  if (!message || !place || message.seq <= place.clearedSeq || message.marks.length > 0) throw refuse("not_found");
  return ctx.actor;
};

/** The caller or the callee; for all others the call does not exist. */
export const callParty: Rule<Actor, { call_id: string }> = async (ctx, input) => {
  if (!ctx.actor) throw refuse("unauthenticated");
  const call = await ctx.db.call.findUnique({
    where: { id: input.call_id },
    select: { callerId: true, calleeId: true },
  });
  if (!call || (call.callerId !== ctx.actor.id && call.calleeId !== ctx.actor.id)) throw refuse("not_found");
  return ctx.actor;
};
