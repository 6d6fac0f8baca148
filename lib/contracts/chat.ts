import { z } from "zod";
import { Call } from "./calls";
import { Id, Instant, PageInput, Position, storable } from "./common";
import { FormFile } from "./uploads";
import { Presence, User } from "./users";

export const MessageType = z.enum(["text", "image", "file", "voice", "call"]);

export const MAX_MESSAGE_LENGTH = 10_000;

export const AttachmentKind = z.enum(["image", "voice", "file"]);

/** A file in a message, or one that is on its way into one. */
export const Attachment = z.object({
  id: z.uuid(),
  kind: AttachmentKind,
  /** as its owner calls it */
  name: z.string(),
  /** by its content */
  content_type: z.string(),
  /** bytes */
  size: Position,
  /** pixels; null for what is not an image */
  width: Position.nullable(),
  height: Position.nullable(),
  /** of a voice note, in milliseconds */
  duration_ms: Position.nullable(),
  /** of a voice note: loudness over time, base64 of one byte a step */
  waveform: z.string().nullable(),
  /** for the conversation's people only; ranges are served */
  url: z.string(),
  /** a small picture; null for what is not an image */
  thumb_url: z.string().nullable(),
});
export type Attachment = z.infer<typeof Attachment>;

/** The message that another one answers, in short. */
export const Quote = z.object({
  id: Id,
  seq: Position,
  sender_id: Id,
  type: MessageType,
  /** its first 200 characters; "" when it is deleted */
  message: z.string(),
  deleted: z.boolean(),
});
export type Quote = z.infer<typeof Quote>;

/** One a person and message. */
export const Reaction = z.object({ user_id: Id, emoji: z.string() });
export type Reaction = z.infer<typeof Reaction>;

export const Message = z.object({
  id: Id,
  conversation_id: Id,
  /** place in the conversation, 1, 2, 3 … without holes */
  seq: Position,
  /** the conversation's change that last touched this message */
  rev: Position,
  /** chosen by the sender's client; the same one twice is the same message */
  client_id: z.string(),
  sender_id: Id,
  message: z.string(),
  type: MessageType,
  /** whether the recipient has read it */
  is_read: z.boolean(),
  created_at: Instant,
  sender: z.object({ id: Id, name: z.string(), avatar: z.string().nullable() }),
  attachment: Attachment.nullable(),
  reply_to: Quote.nullable(),
  reactions: z.array(Reaction),
  forwarded: z.boolean(),
  edited_at: Instant.nullable(),
  /** deleted for everyone: `message` is "" and `attachment` null, the place in the conversation stays */
  deleted_at: Instant.nullable(),
  /** what a message of type "call" stands for */
  call: Call.nullable(),
});
export type Message = z.infer<typeof Message>;

/** What one person alone has set for a conversation; the other does not learn of it. */
export const ConversationSettings = z.object({
  /** somebody they have not accepted has written: it is quiet, sends no receipts, and lets no call through */
  request: z.boolean(),
  pinned: z.boolean(),
  /** no sound and no notification until then */
  muted_until: Instant.nullable(),
  /** put aside; a new message brings it back, unless it is muted */
  archived: z.boolean(),
  /** what they have begun to write, and when */
  draft: z.string(),
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
      /** deleted for everyone: `message` is "" */
      deleted: z.boolean(),
      /** relative, in the reader's language */
      created_at: z.string(),
      /** the same moment, exactly */
      sent_at: Instant,
      call: Call.nullable(),
    })
    .nullable(),
  unread_count: Position,
  updated_at: Instant,
  last_seq: Position,
  rev: Position,
  /** how far the caller has read */
  read_seq: Position,
  /** how far the other has read, and received */
  other_read_seq: Position,
  other_delivered_seq: Position,
  /** messages up to here are gone from the caller's eyes */
  cleared_seq: Position,
  /** counts the caller's own marks here: stars, and messages deleted for themselves */
  marks_rev: Position,
  ...ConversationSettings.shape,
});
export type Conversation = z.infer<typeof Conversation>;

export const ConversationRef = z.object({ conversation_id: Id });
export const StartConversationInput = z.object({ user_id: Id });

/** Whether there is anything to see in a text. */
export function hasWords(text: string): boolean {
  return /[^\s\p{Cc}\p{Cf}]/u.test(text);
}

export const SendMessageInput = ConversationRef.extend({
  /** of an image, file or voice note: the words under it, which may be none */
  message: z.string().max(MAX_MESSAGE_LENGTH).refine(storable, "invalid_value").optional(),
  /** of a message with a file its kind decides, whatever is said here */
  type: MessageType.exclude(["call"]).default("text"),
  client_id: z.uuid().optional(),
  /** the message that this one answers: of the same conversation, not deleted */
  reply_to_id: Id.optional(),
  /** the sender's own, not yet sent */
  upload_id: z.uuid().optional(),
  /** in a multipart form: the file itself */
  file: FormFile.optional(),
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
  message: z.string().max(MAX_MESSAGE_LENGTH).refine(storable, "invalid_value"),
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

/** What the caller alone has done with a message. */
export const Mark = z.object({
  conversation_id: Id,
  message_id: Id,
  /** counts the caller's own marks in this conversation */
  rev: Position,
  starred_at: Instant.nullable(),
  /** deleted for the caller: it is in no list any more */
  hidden: z.boolean(),
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

export const SearchMessagesInput = PageInput.extend({
  query: z.string().trim().min(1).max(100).refine(storable, "invalid_value"),
  /** all of the caller's conversations when absent */
  conversation_id: Id.optional(),
});

export const FoundMessage = z.object({
  message: Message,
  other_user: User,
  /** where the words stand in `message.message`: from, and up to before, in UTF-16 units */
  matches: z.array(z.tuple([Position, Position])),
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
  draft: z.string().max(MAX_MESSAGE_LENGTH).refine(storable, "invalid_value").optional(),
});

/** A person's own standing in a conversation after they changed it. */
export const ConversationChange = ConversationSettings.extend({
  conversation_id: Id,
  cleared_seq: Position,
  read_seq: Position,
});
export type ConversationChange = z.infer<typeof ConversationChange>;

/** Why the operator should look at somebody. */
export const ReportInput = z.object({
  user_id: Id,
  reason: z.string().trim().max(1000).refine(storable, "invalid_value"),
});

/** Without `seq`: up to the newest message. */
export const PositionInput = ConversationRef.extend({ seq: Position.optional() });
export const ReadReceipt = z.object({ conversation_id: Id, user_id: Id, seq: Position, read_at: Instant });
export const DeliveryReceipt = z.object({ conversation_id: Id, user_id: Id, seq: Position });

export const TypingInput = ConversationRef.extend({ typing: z.boolean().default(true) });
