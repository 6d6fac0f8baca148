import { z } from "zod";
import { LoggedCall } from "./calls";
import { Attachment, ConversationSettings, Message } from "./chat";
import { Id, Instant, Position, streamOf } from "./common";
import { FriendRequests } from "./friends";
import { Me, Session, User } from "./users";

/** One conversation with all that is there for its person. */
export const ExportedConversation = z.object({
  id: Id,
  other_user: User,
  created_at: Instant,
  read_seq: Position,
  read_at: Instant.nullable(),
  ...ConversationSettings.shape,
  /** in ascending order */
  messages: streamOf(Message),
});
export type ExportedConversation = z.infer<typeof ExportedConversation>;

/** A file of the person's own; its bytes are at `url`. */
export const ExportedUpload = Attachment.extend({ message_id: Id.nullable(), created_at: Instant });
export type ExportedUpload = z.infer<typeof ExportedUpload>;

/** Everything that the server keeps of a person, except what opens their account (password, tokens). */
export const Export = z.object({
  exported_at: Instant,
  profile: Me,
  sessions: z.array(Session),
  friends: z.array(z.object({ user: User, since: Instant })),
  requests: FriendRequests,
  blocks: z.array(z.object({ user: User, created_at: Instant })),
  conversations: streamOf(ExportedConversation),
  starred: streamOf(z.object({ conversation_id: Id, message_id: Id, starred_at: Instant })),
  calls: streamOf(LoggedCall),
  uploads: streamOf(ExportedUpload),
  reports: z
    .array(z.object({ user: User, reason: z.string(), created_at: Instant }))
    .describe("what the person told the operator about others"),
});
export type Export = z.infer<typeof Export>;
