import { TypingInput } from "@/lib/contracts/chat";
import { Empty } from "@/lib/contracts/common";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { reachOf } from "./reach";

/** Tells the other that the caller types, or has stopped. Nothing is stored; whoever the caller may not write to is told nothing. */
export const setTyping = operation({
  name: "conversation.typing",
  summary: "Say that you are typing",
  rest: "POST /chat/conversations/{conversation_id}/typing",
  command: "typing",
  refuses: ["not_found"],
  input: TypingInput,
  output: Empty,
  allow: participant,
  limits: [{ points: 120, seconds: 60, by: "person" }],
  async run(ctx, { conversation_id, typing }) {
    const user_id = ctx.actor.id;
    const places = await ctx.db.participant.findMany({
      where: { conversationId: conversation_id },
      select: { userId: true, acceptedAt: true },
    });
    const other = places.find((place) => place.userId !== user_id);
    // A request is quiet, and nobody learns that it is looked at.
    if (!other || places.some((place) => place.acceptedAt === null)) return {};
    if ((await reachOf(ctx.hot.read, user_id, other.userId)) !== "open") return {};
    const data = { conversation_id, user_id, typing };
    ctx.publish({ name: "typing", data, to: [other.userId], conversation_id });
    return {};
  },
});
