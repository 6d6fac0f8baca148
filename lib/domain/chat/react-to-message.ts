import { Message, ReactionInput } from "@/lib/contracts/chat";
import { operation } from "@/lib/domain/operation";
import { messageParty } from "@/lib/domain/rules";
import { changeMessage, refuseDeleted, refuseRequest, refuseUnreachable } from "./change-message";

const described = {
  input: ReactionInput,
  output: Message,
  allow: messageParty,
  limits: [{ points: 120, seconds: 60, by: "person" as const }],
};

/**
 * Puts the caller's reaction on a message; another emoji takes the place of an earlier one.
 * Errors: `forbidden` (request_open, blocked_by_me, unreachable) · `conflict` (deleted) · `validation_failed` (not one
 * emoji)
 */
export const reactToMessage = operation({
  ...described,
  name: "message.react",
  summary: "React to a message with one emoji",
  rest: "PUT /chat/messages/{message_id}/reactions/{emoji}",
  refuses: ["not_found", "forbidden", "conflict"],
  run: (ctx, { message_id, emoji }) =>
    changeMessage(ctx, message_id, async (tx, { message, otherId }) => {
      refuseDeleted(message);
      await refuseUnreachable(ctx.hot.within(tx), ctx.actor.id, otherId);
      await refuseRequest(tx, message.conversationId);
      const key = { messageId: message_id, userId: ctx.actor.id };
      if (message.reactions.some((one) => one.userId === key.userId && one.emoji === emoji)) return null;
      const at = ctx.now();
      await tx.reaction.upsert({
        where: { messageId_userId: key },
        create: { ...key, emoji, createdAt: at },
        update: { emoji, createdAt: at },
      });
      return {};
    }),
});

/** Takes the caller's reaction back, if it is this emoji. Allowed whoever has blocked whom: it says nothing new. */
export const unreactToMessage = operation({
  ...described,
  name: "message.unreact",
  summary: "Take back your reaction",
  rest: "DELETE /chat/messages/{message_id}/reactions/{emoji}",
  refuses: ["not_found"],
  run: (ctx, { message_id, emoji }) =>
    changeMessage(ctx, message_id, async (tx) => {
      const mine = { messageId: message_id, userId: ctx.actor.id, emoji };
      return (await tx.reaction.deleteMany({ where: mine })).count > 0 ? {} : null;
    }),
});
