import { ConversationChange, UpdateConversationInput } from "@/lib/contracts/chat";
import { operation } from "@/lib/domain/operation";
import { participant } from "@/lib/domain/rules";
import { changeSettings } from "./settings";

/** Pins, mutes, archives or drafts, for the caller alone and on all their devices. */
export const updateConversation = operation({
  name: "conversation.update",
  summary: "Pin, mute or archive a conversation, or keep a draft in it; fields left out stay.",
  rest: "PATCH /chat/conversations/{conversation_id}",
  command: "conversation:update",
  refuses: ["not_found"],
  input: UpdateConversationInput,
  output: ConversationChange,
  allow: participant,
  limits: [{ points: 240, seconds: 60, by: "person" }],
  run: (ctx, { conversation_id, pinned, muted_until, archived, draft }) => {
    const at = ctx.now();
    const set = (wanted: boolean | undefined) => (wanted === undefined ? undefined : wanted ? at : null);
    return changeSettings(ctx, conversation_id, () => ({
      pinnedAt: set(pinned),
      mutedUntil: muted_until === undefined || muted_until === null ? muted_until : new Date(muted_until),
      archivedAt: set(archived),
      draft,
      draftAt: draft === undefined ? undefined : set(draft !== ""),
    }));
  },
});
