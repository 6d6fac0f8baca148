import { ConversationChange, ConversationRef } from "@/lib/contracts/chat";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { changeSettings } from "./settings";

/**
 * Takes everything said so far from the caller's eyes, and the conversation from their list until something new is
 * said. The other keeps it. A request is declined so: the next message asks again.
 */
export const clearConversation = operation({
  name: "conversation.clear",
  summary: "Delete a conversation for yourself",
  rest: "DELETE /chat/conversations/{conversation_id}",
  refuses: ["not_found"],
  input: ConversationRef,
  output: ConversationChange,
  allow: participant,
  limits: [{ points: 60, seconds: 60, by: "person" }],
  run: (ctx, input) =>
    changeSettings(ctx, input.conversation_id, (_, { lastSeq }) => ({
      clearedSeq: lastSeq,
      pinnedAt: null,
      archivedAt: null,
      draft: "",
      draftAt: null,
    })),
});
