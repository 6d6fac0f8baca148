import { ConversationRef, StartConversationInput } from "@/lib/contracts/chat";
import type { Context } from "@/lib/domain/context";
import { isUniqueViolation, refuse, refuseField } from "@/lib/domain/errors";
import { holdPair, pairOf } from "@/lib/domain/friends/pair";
import { operation } from "@/lib/domain/operation";
import { signedIn } from "@/lib/domain/rules";
import { reachOf } from "./reach";

/**
 * The id of the caller's conversation with a person, made when there is none: two people have one for ever.
 * @throws OperationError `not_found` (unknown, deleted, or has blocked the caller) · `validation_failed` (oneself)
 */
export async function conversationWith(ctx: Context, other: number): Promise<number> {
  const me = ctx.actor.id;
  if (other === me) throw refuseField("user_id", "request_self");
  if ((await reachOf(ctx.hot.read, me, other)) === "unreachable") throw refuse("not_found");
  const pair = pairOf(me, other);
  const find = () => ctx.db.conversation.findUnique({ where: { lowId_highId: pair }, select: { id: true } });
  const existing = await find();
  if (existing) return existing.id;
  const at = ctx.now();
  try {
    const made = await ctx.transaction(async (tx) => {
      // Two who become friends at this moment come before or after, so that neither finds a friend's request.
      if (!(await holdPair(tx, pair))) throw refuse("not_found");
      const friends = await tx.friendship.count({ where: { ...pair, acceptedAt: { not: null } } });
      const acceptedAt = friends > 0 ? at : null;
      const people = [pair.lowId, pair.highId].map((userId) => ({ userId, acceptedAt }));
      const data = { ...pair, createdAt: at, updatedAt: at, participants: { create: people } };
      return tx.conversation.create({ data, select: { id: true } });
    });
    return made.id;
  } catch (error) {
    // Both began at once: the pair's unique key let one through.
    const twin = isUniqueViolation(error) ? await find() : null;
    if (!twin) throw error;
    return twin.id;
  }
}

/** Answers the conversation of the caller and a person. Errors: as `conversationWith` */
export const startConversation = operation({
  name: "conversation.start",
  summary: "Start a conversation with a person, or find the one there is",
  rest: "POST /chat/conversations/start",
  done: "conversation_started",
  refuses: ["not_found"],
  input: StartConversationInput,
  output: ConversationRef,
  allow: signedIn,
  limits: [{ points: 60, seconds: 60, by: "person" }],
  run: async (ctx, input) => ({ conversation_id: await conversationWith(ctx, input.user_id) }),
});
