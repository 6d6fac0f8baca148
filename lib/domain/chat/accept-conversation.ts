import { ConversationChange, ConversationRef } from "@/lib/contracts/chat";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { changeSettings } from "./settings";

/** Lets somebody in who is not a friend: from now on they see receipts and may call. The same again changes nothing. */
export const acceptConversation = operation({
  name: "conversation.accept",
  summary: "Accept a message request",
  rest: "POST /chat/conversations/{conversation_id}/accept",
  refuses: ["not_found"],
  input: ConversationRef,
  output: ConversationChange,
  allow: participant,
  limits: [{ points: 60, seconds: 60, by: "person" }],
  run: (ctx, { conversation_id }) =>
    changeSettings(ctx, conversation_id, async (tx) => {
      const mine = { conversationId: conversation_id, userId: ctx.actor.id };
      const { acceptedAt } = await tx.participant.findUniqueOrThrow({ where: { conversationId_userId: mine } });
      return { acceptedAt: acceptedAt ?? ctx.now() };
    }),
});
