import { MessageRef } from "@/lib/contracts/chat";
import { Mark } from "@/lib/contracts/marks";
import type { Context } from "@/lib/domain/context";
import { refuse } from "@/lib/domain/errors";
import { operation } from "@/lib/domain/operation";
import { messageParty } from "@/lib/domain/rules";
import { refuseDeleted } from "./change-message";
import { markMessage } from "./mark-message";

const described = {
  input: MessageRef,
  output: Mark,
  allow: messageParty,
  limits: [{ points: 120, seconds: 60, by: "person" as const }],
};

async function placeOf(ctx: Context, id: number) {
  const row = await ctx.db.message.findUnique({ where: { id }, select: { conversationId: true, deletedAt: true } });
  if (!row) throw refuse("not_found");
  return { id, conversation_id: row.conversationId, deletedAt: row.deletedAt };
}

/** Keeps a message at hand for the caller alone. Errors: `conflict` (deleted for everyone) */
export const starMessage = operation({
  ...described,
  name: "message.star",
  summary: "Star a message",
  rest: "PUT /chat/messages/{message_id}/star",
  refuses: ["not_found", "conflict"],
  async run(ctx, input) {
    const message = await placeOf(ctx, input.message_id);
    refuseDeleted(message);
    return markMessage(ctx, message, { starred: true, hidden: false });
  },
});

export const unstarMessage = operation({
  ...described,
  name: "message.unstar",
  summary: "Take the star from a message",
  rest: "DELETE /chat/messages/{message_id}/star",
  refuses: ["not_found"],
  run: async (ctx, input) => markMessage(ctx, await placeOf(ctx, input.message_id), { starred: false, hidden: false }),
});
