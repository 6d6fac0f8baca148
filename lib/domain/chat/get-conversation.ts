import { Conversation, ConversationRef } from "@/lib/contracts/chat";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { conversationRow } from "./conversation-rows";
import { presentConversations } from "./present-conversations";

/** One conversation of the caller's, also before its first message. */
export const getConversation = operation({
  name: "conversation.get",
  summary: "Read one conversation",
  rest: "GET /chat/conversations/{conversation_id}",
  command: "conversation:get",
  refuses: ["not_found"],
  input: ConversationRef,
  output: Conversation,
  allow: participant,
  async run(ctx, input) {
    const row = await conversationRow(ctx.hot.read, ctx.actor.id, input.conversation_id);
    const [conversation] = row ? await presentConversations(ctx, [row]) : [];
    if (!conversation) throw refuse("not_found");
    return conversation;
  },
});
