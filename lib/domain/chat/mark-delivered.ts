import { DeliveryReceipt, PositionInput } from "@/lib/contracts/chat";
import { operation } from "@/lib/domain/operation";
import { moveDelivered, reader } from "./receipts";

/** Answers how far messages have then arrived at the caller; a position never goes back. */
export const markDelivered = operation({
  name: "conversation.delivered",
  summary: "Say that messages have arrived at a device",
  rest: "POST /chat/conversations/{conversation_id}/delivered",
  command: "conversation:delivered",
  refuses: ["not_found"],
  input: PositionInput,
  output: DeliveryReceipt,
  allow: reader,
  run: (ctx, input) => moveDelivered(ctx, ctx.actor.receipts, input.seq),
});
