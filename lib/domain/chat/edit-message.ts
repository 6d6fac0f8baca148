import { EDIT_WINDOW_MS, EditMessageInput, Message } from "@/lib/contracts/chat";
import { hasWords } from "@/lib/contracts/common";
import { refuse, refuseField } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { messageParty } from "@/lib/domain/rules";
import { changeMessage, refuseDeleted, refuseUnreachable } from "./change-message";
import { messageSearchText } from "./search-text";

/**
 * Writes one's own message anew, for both people, within `EDIT_WINDOW_MS`. Of two edits at once the later stands.
 * Errors: `forbidden` (not one's own, forwarded, a call, too late, blocked) · `conflict` (deleted) ·
 * `validation_failed` (a text without words)
 */
export const editMessage = operation({
  name: "message.edit",
  summary: "Edit your message",
  rest: "PATCH /chat/messages/{message_id}",
  refuses: ["not_found", "forbidden", "conflict"],
  input: EditMessageInput,
  output: Message,
  allow: messageParty,
  limits: [{ points: 60, seconds: 60, by: "person" }],
  run: (ctx, input) =>
    changeMessage(ctx, input.message_id, async (tx, { message, otherId }) => {
      if (message.senderId !== ctx.actor.id) throw refuse("forbidden", "not_your_message");
      refuseDeleted(message);
      if (message.type === "call" || message.forwarded) throw refuse("forbidden", "not_editable");
      if (ctx.now().getTime() - message.createdAt.getTime() > EDIT_WINDOW_MS) {
        throw refuse("forbidden", "too_late_to_edit");
      }
      if (!message.upload && !hasWords(input.message)) throw refuseField("message", "required");
      await refuseUnreachable(ctx.hot.within(tx), ctx.actor.id, otherId);
      if (message.body === input.message) return null;
      return { body: input.message, searchText: messageSearchText(input.message, message.upload), editedAt: ctx.now() };
    }),
});
