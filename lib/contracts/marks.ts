import { z } from "zod";
import { ConversationRef, Message } from "./chat";
import { Id, Instant, PageInput, Position } from "./common";
import { User } from "./users";

/** What the caller alone has done with a message. */
export const Mark = z.object({
  conversation_id: Id,
  message_id: Id,
  rev: Position.describe("counts the caller's own marks in this conversation"),
  starred_at: Instant.nullable(),
  hidden: z.boolean().describe("deleted for the caller: it is in no list any more"),
});
export type Mark = z.infer<typeof Mark>;

/** Every mark changed since a rev, in the order of change: one of `since_rev` (default 0) and `cursor`. */
export const ListMarksInput = ConversationRef.extend({
  ...PageInput.shape,
  since_rev: Position.optional(),
}).refine((q) => q.since_rev === undefined || q.cursor === undefined, {
  message: "invalid_value",
  path: ["since_rev"],
});

export const StarredMessage = z.object({ message: Message, other_user: User, starred_at: Instant });
export type StarredMessage = z.infer<typeof StarredMessage>;
