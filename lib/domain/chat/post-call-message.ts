import { callInclude } from "@/lib/domain/calls/present";
import type { Context, Tx } from "@/lib/domain/context";
import { conversationLane, noteWebhook } from "@/lib/domain/webhooks/note";
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
 * Writes the line that a call leaves in its chat, from its caller, and what webhooks will say of its end, in the
 * transaction that ends the call.
 * Once a call: a second one is a unique violation. Tell it by `announceMessage` after the transaction.
 */
export async function postCallMessage(
  tx: Tx,
  call: EndedCall,
  ctx: Pick<Context, "now" | "hot" | "webhookUrls">,
): Promise<PostedMessage> {
  const at = ctx.now();
  const sql = ctx.hot.within(tx);
  const slot = await takeSlot(sql, call.conversationId, call.callerId, at);
  await noteWebhook(ctx, sql, {
    type: "call.ended",
    subject: call.id,
    lane: conversationLane(call.conversationId),
    at,
  });
  return fillSlot(ctx, sql, slot, {
    senderId: call.callerId,
    type: "call",
    body: "",
    // Prefixed: a caller who sent a text under the bare id would keep the call from ever ending.
    clientId: `call:${call.id}`,
    call: await tx.call.findUniqueOrThrow({ where: { id: call.id }, include: callInclude }),
    at,
    witnesses: witnessesOf(call),
  });
}
