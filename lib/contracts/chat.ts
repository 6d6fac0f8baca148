import { z } from "zod";
import { Call } from "./calls";
import { hasWords, Id, Instant, PageInput, Position, storable, wellFormed } from "./common";
import { FormFile } from "./uploads";
import { Presence, User } from "./users";

export const MessageType = z.enum(["text", "image", "file", "voice", "call"]);

export const MAX_MESSAGE_LENGTH = 10_000;

export const AttachmentKind = z.enum(["image", "voice", "file"]);

/** A file in a message, or one that is on its way into one. */
export const Attachment = z.object({
  id: z.uuid(),
  kind: AttachmentKind,
  name: z.string().describe("as its owner calls it"),
  content_type: z.string().describe("by its content"),
  size: Position.describe("bytes"),
  width: Position.nullable().describe("pixels; null for what is not an image"),
  height: Position.nullable(),
  duration_ms: Position.nullable().describe("of a voice note, in milliseconds"),
  waveform: z.string().nullable().describe("of a voice note: loudness over time, base64 of one byte a step"),
  url: z.string().describe("for the conversation's people only; ranges are served"),
  thumb_url: z.string().nullable().describe("a small picture; null for what is not an image"),
});
export type Attachment = z.infer<typeof Attachment>;

/** The message that another one answers, in short. */
export const Quote = z.object({
  id: Id,
  seq: Position,
  sender_id: Id,
  type: MessageType,
  message: z.string().describe('its first 200 characters; "" when it is deleted'),
  deleted: z.boolean(),
});
export type Quote = z.infer<typeof Quote>;

/** One a person and message. */
export const Reaction = z.object({ user_id: Id, emoji: z.string() });
export type Reaction = z.infer<typeof Reaction>;

export const Message = z.object({
  id: Id,
  conversation_id: Id,
  seq: Position.describe("place in the conversation, 1, 2, 3 … without holes"),
  rev: Position.describe("the conversation's change that last touched this message"),
  client_id: z.string().describe("chosen by the sender's client; the same one twice is the same message"),
  sender_id: Id,
  message: z.string(),
  type: MessageType,
  is_read: z.boolean().describe("whether the recipient has read it"),
  created_at: Instant,
  sender: z.object({ id: Id, name: z.string(), avatar: z.string().nullable() }),
  attachment: Attachment.nullable(),
  reply_to: Quote.nullable(),
  reactions: z.array(Reaction),
  forwarded: z.boolean(),
  edited_at: Instant.nullable(),
  deleted_at: Instant.nullable().describe(
    'deleted for everyone: `message` is "" and `attachment` null, the place in the conversation stays',
  ),
  call: Call.nullable().describe('what a message of type "call" stands for'),
});
export type Message = z.infer<typeof Message>;

/** What one person alone has set for a conversation; the other does not learn of it. */
export const ConversationSettings = z.object({
  request: z
    .boolean()
    .describe("somebody they have not accepted has written: it is quiet, sends no receipts, and lets no call through"),
  pinned: z.boolean(),
  muted_until: Instant.nullable().describe("no sound and no notification until then"),
  archived: z.boolean().describe("put aside; a new message brings it back, unless it is muted"),
  draft: z.string().describe("what they have begun to write, and when"),
  draft_at: Instant.nullable(),
});
export type ConversationSettings = z.infer<typeof ConversationSettings>;

export const Conversation = z.object({
  id: Id,
  other_user: User.extend({ ...Presence.shape }),
  latest_message: z
    .object({
      id: Id,
      seq: Position,
      sender_id: Id,
      type: MessageType,
      message: z.string(),
      deleted: z.boolean().describe('deleted for everyone: `message` is ""'),
      created_at: z.string().describe("relative, in the reader's language"),
      sent_at: Instant.describe("the same moment, exactly"),
      call: Call.nullable(),
    })
    .nullable(),
  unread_count: Position,
  updated_at: Instant,
  last_seq: Position,
  rev: Position,
  read_seq: Position.describe("how far the caller has read, and received"),
  delivered_seq: Position,
  other_read_seq: Position.describe("how far the other has read, and received"),
  other_delivered_seq: Position,
  cleared_seq: Position.describe("messages up to here are gone from the caller's eyes"),
  marks_rev: Position.describe("counts the caller's own marks here: stars, and messages deleted for themselves"),
  asking: z.boolean().describe("the other has not let the caller in yet: no receipts, no reactions, no calls"),
  ...ConversationSettings.shape,
});
export type Conversation = z.infer<typeof Conversation>;

export const ConversationRef = z.object({ conversation_id: Id });
export const StartConversationInput = z.object({ user_id: Id });

export const SendMessageInput = ConversationRef.extend({
  message: z
    .string()
    .overwrite(wellFormed)
    .max(MAX_MESSAGE_LENGTH)
    .refine(storable, "invalid_value")
    .optional()
    .describe("of an image, file or voice note: the words under it, which may be none"),
  type: MessageType.exclude(["call"])
    .default("text")
    .describe("of a message with a file its kind decides, whatever is said here"),
  client_id: z.uuid().optional(),
  reply_to_id: Id.optional().describe("the message that this one answers: of the same conversation, not deleted"),
  upload_id: z.uuid().optional().describe("the sender's own, not yet sent"),
  file: FormFile.optional().describe("in a multipart form: the file itself"),
})
  .refine(({ message = "", ...draft }) => hasFile(draft) || hasWords(message), {
    message: "required",
    path: ["message"],
  })
  .refine((draft) => hasFile(draft) || draft.type === "text", { message: "invalid_value", path: ["type"] })
  .refine((draft) => !draft.upload_id || !draft.file, { message: "invalid_value", path: ["upload_id"] });

function hasFile(draft: { upload_id?: unknown; file?: unknown }): boolean {
  return draft.upload_id !== undefined || draft.file !== undefined;
}

export const MessageRef = z.object({ message_id: Id });

/** How long after it was sent a message may be edited, in milliseconds: a day, as in Signal. */
export const EDIT_WINDOW_MS = 24 * 60 * 60 * 1000;

/** The new text; of an image or a file the words under it, which may be none. */
export const EditMessageInput = MessageRef.extend({
  message: z.string().overwrite(wellFormed).max(MAX_MESSAGE_LENGTH).refine(storable, "invalid_value"),
});

/** "everyone": one's own, for both people. "me": any, from one's own eyes only. */
export const DeleteMessageInput = MessageRef.extend({ for: z.enum(["everyone", "me"]).default("everyone") });

// biome-ignore lint/complexity/useRegexLiterals: the flag (ECMAScript 2024) is newer than the compiler's target
const oneEmoji = new RegExp("^\\p{RGI_Emoji}$", "v");

/** One emoji as Unicode recommends it for interchange (UTS #51, RGI), with its skin tones and joiners. */
export const Emoji = z
  .string()
  .max(64)
  .refine((text) => oneEmoji.test(text), "not_an_emoji");

export const ReactionInput = MessageRef.extend({ emoji: Emoji });

/** To a conversation, or to a person with whom there may be none yet. */
export const ForwardMessageInput = MessageRef.extend({
  conversation_id: Id.optional(),
  user_id: Id.optional(),
  client_id: z.uuid().optional(),
}).refine((to) => (to.conversation_id === undefined) !== (to.user_id === undefined), {
  message: "invalid_value",
  path: ["conversation_id"],
});

export const SearchMessagesInput = PageInput.extend({
  query: z.string().trim().min(1).max(100).refine(storable, "invalid_value"),
  conversation_id: Id.optional().describe("all of the caller's conversations when absent"),
});

export const FoundMessage = z.object({
  message: Message,
  other_user: User,
  matches: z
    .array(z.tuple([Position, Position]))
    .describe("where the words stand in `message.message`: from, and up to before, in UTF-16 units"),
  name_matches: z
    .array(z.tuple([Position, Position]))
    .describe(
      "the same in the name of a file, `message.attachment.name`; of pictures and voice notes it is not searched",
    ),
});
export type FoundMessage = z.infer<typeof FoundMessage>;

/** At most one of `before`, `after` (message ids), `around` (a seq), `since_rev`, `cursor`. None: the newest page, which marks it read. */
export const ListMessagesInput = ConversationRef.extend({
  ...PageInput.shape,
  before: Id.optional(),
  after: Id.optional(),
  around: Position.optional(),
  since_rev: Position.optional(),
  peek: z.boolean().default(false),
}).refine((q) => [q.before, q.after, q.around, q.since_rev, q.cursor].filter((v) => v !== undefined).length <= 1, {
  message: "invalid_value",
  path: ["before"],
});

/** Fields left out stay as they are. */
export const UpdateConversationInput = ConversationRef.extend({
  pinned: z.boolean().optional(),
  muted_until: z.iso.datetime({ offset: true, error: "invalid_value" }).nullable().optional(),
  archived: z.boolean().optional(),
  draft: z.string().overwrite(wellFormed).max(MAX_MESSAGE_LENGTH).refine(storable, "invalid_value").optional(),
});

/** What one person alone has of a conversation, after they changed it. */
export const ConversationChange = ConversationSettings.extend({
  conversation_id: Id,
  cleared_seq: Position,
  read_seq: Position,
});
export type ConversationChange = z.infer<typeof ConversationChange>;

/** Without `seq`: up to the newest message. */
export const PositionInput = ConversationRef.extend({ seq: Position.optional() });
export const ReadReceipt = z.object({ conversation_id: Id, user_id: Id, seq: Position, read_at: Instant });
export const DeliveryReceipt = z.object({ conversation_id: Id, user_id: Id, seq: Position });

export const TypingInput = ConversationRef.extend({ typing: z.boolean().default(true) });
