import { PositionInput, ReadReceipt } from "@/lib/contracts/chat";
import { operation } from "@/lib/domain/operation";
import { moveRead, reader } from "./receipts";

/** Answers how far the caller has then read, and since when; a position never goes back. */
export const markRead = operation({
  name: "conversation.read",
  summary: "Mark a conversation read, up to a message or whole",
  rest: "POST /chat/conversations/{conversation_id}/read",
  command: "conversation:read",
  refuses: ["not_found"],
  input: PositionInput,
  output: ReadReceipt,
  allow: reader,
  run: (ctx, input) => moveRead(ctx, ctx.actor.receipts, input.seq),
});
