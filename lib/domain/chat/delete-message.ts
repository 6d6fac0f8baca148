import { DeleteMessageInput, Message } from "@/lib/contracts/chat";
import type { Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { messageParty } from "@/lib/domain/rules";
import { discardBytes, type FreedBytes, releaseUpload } from "@/lib/domain/uploads";
import { changeMessage } from "./change-message";
import { readMessage } from "./found-messages";
import { markMessage } from "./mark-message";
import { moveRead, receiptStateIn } from "./receipts";

/**
 * Deletes a message: one's own for everyone, which leaves an empty place, or any for oneself, of which the other
 * never learns. Answers the message as it was or is; deleting twice is deleting once.
 * Errors: `forbidden` ("everyone" for what is not one's own, or a call)
 */
export const deleteMessage = operation({
  name: "message.delete",
  summary: "Delete a message for everyone, or for yourself",
  rest: "DELETE /chat/messages/{message_id}",
  refuses: ["not_found", "forbidden"],
  input: DeleteMessageInput,
  output: Message,
  allow: messageParty,
  limits: [{ points: 120, seconds: 60, by: "person" }],
  run: (ctx, input) => (input.for === "me" ? hide(ctx, input.message_id) : takeBack(ctx, input.message_id)),
});

async function takeBack(ctx: Context, id: number): Promise<Message> {
  let freed: FreedBytes[] = [];
  const taken = await changeMessage(ctx, id, async (tx, { message }) => {
    if (message.senderId !== ctx.actor.id) throw refuse("forbidden", "not_your_message");
    if (message.type === "call") throw refuse("forbidden", "not_deletable");
    if (message.deletedAt) return null;
    await tx.reaction.deleteMany({ where: { messageId: id } });
    freed = await releaseUpload(tx, id);
    return { body: "", searchText: "", editedAt: null, deletedAt: ctx.now() };
  });
  await discardBytes(ctx, freed);
  return taken;
}

async function hide(ctx: Context, id: number): Promise<Message> {
  const message = await readMessage(ctx, id);
  // Whoever deletes it has seen it; so unread stays a difference of two positions.
  await moveRead(ctx, await receiptStateIn(ctx, message.conversation_id, ctx.actor), message.seq);
  await markMessage(ctx, message, { hidden: true, starred: false });
  return message;
}
