import type { Context, Tx } from "@/lib/domain/context";
import { fillSlot, type PostedMessage, takeSlot } from "./post-message";

interface EndedCall {
  id: string;
  conversationId: number;
  callerId: number;
  calleeId: number;
  endReason: string | null;
  acceptedAt: Date | null;
}

/** Both know of a call that they spoke in or that the callee rejected; of any other only the caller. */
function witnessesOf(call: EndedCall): number[] {
  const both = call.endReason === "declined" || call.acceptedAt !== null;
  return both ? [call.callerId, call.calleeId] : [call.callerId];
}

/**
 * Writes the line that a call leaves in its chat, from its caller, in the transaction that ends the call.
 * Once a call: a second one is a unique violation. Tell it by `announceMessage` after the transaction.
 */
export async function postCallMessage(tx: Tx, call: EndedCall, ctx: Pick<Context, "now">): Promise<PostedMessage> {
  const at = ctx.now();
  const slot = await takeSlot(tx, call.conversationId, at);
  return fillSlot(tx, slot, {
    senderId: call.callerId,
    type: "call",
    body: "",
    // Prefixed: a caller who sent a text under the bare id would keep the call from ever ending.
    clientId: `call:${call.id}`,
    callId: call.id,
    at,
    witnesses: witnessesOf(call),
  });
}
