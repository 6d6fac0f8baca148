import { Conversation, ConversationRef } from "@/lib/contracts/chat";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { conversationInclude, presentConversations } from "./present-conversations";

/** One conversation of the caller's, also before its first message. */
export const getConversation = operation({
  name: "conversation.get",
  summary: "Read one conversation",
  rest: "GET /chat/conversations/{conversation_id}",
  refuses: ["not_found"],
  input: ConversationRef,
  output: Conversation,
  allow: participant,
  async run(ctx, input) {
    const where = { id: input.conversation_id };
    const row = await ctx.db.conversation.findUnique({ where, include: conversationInclude });
    const [conversation] = row ? await presentConversations(ctx, [row]) : [];
    if (!conversation) throw refuse("not_found");
    return conversation;
  },
});
