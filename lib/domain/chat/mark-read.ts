import { PositionInput, ReadReceipt } from "@/lib/contracts/chat";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { moveRead } from "./receipts";

/** Answers how far the caller has then read, and since when; a position never goes back. */
export const markRead = operation({
  name: "conversation.read",
  summary: "Mark a conversation read, up to a message or whole",
  rest: "POST /chat/conversations/{conversation_id}/read",
  command: "conversation:read",
  refuses: ["not_found"],
  input: PositionInput,
  output: ReadReceipt,
  allow: participant,
  run: (ctx, input) => moveRead(ctx, input.conversation_id, input.seq),
});
