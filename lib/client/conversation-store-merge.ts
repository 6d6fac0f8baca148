import type { z } from "zod";
import type {
  Conversation,
  ConversationChange,
  ConversationSettings,
  DeliveryReceipt,
  Message,
  ReadReceipt,
} from "@/lib/contracts/chat";
import type { EventData } from "@/lib/contracts/events";

/** A conversation as this browser knows it: put together from answers and events, which may come in any order. */
export interface KnownConversation extends Conversation {
  /** the change of the conversation at which `latest_message` was seen */
  latest_rev: number;
  /** how often events have told what the person has set for it */
  settings_heard: number;
}

/**
 * Positions only grow, so of two reports the higher is the newer. Unread follows from them and is never counted; nor is
 * anything shown of what was cleared, however late it is heard of.
 */
function settled(conversation: KnownConversation): KnownConversation {
  const { last_seq, read_seq, cleared_seq, latest_message: latest } = conversation;
  const latest_message = latest && latest.seq > cleared_seq ? latest : null;
  return { ...conversation, latest_message, unread_count: Math.max(0, last_seq - Math.max(read_seq, cleared_seq)) };
}

/**
 * What is known, with a fresh answer of the server merged in; an answer that events have overtaken takes nothing back.
 * @param asked what was known when it was asked for; without it, everything known may be newer
 */
export function withAnswer(
  known: KnownConversation | undefined,
  fresh: Conversation,
  asked?: KnownConversation,
): KnownConversation {
  if (!known) return settled({ ...fresh, latest_rev: fresh.rev, settings_heard: 0 });
  const takesLatest = isNewer({ seq: fresh.last_seq, rev: fresh.rev }, known) || hasLess(fresh, known);
  return settled({
    ...known,
    other_user: known.other_user === asked?.other_user ? fresh.other_user : known.other_user,
    latest_message: takesLatest ? fresh.latest_message : known.latest_message,
    latest_rev: takesLatest ? fresh.rev : known.latest_rev,
    updated_at: takesLatest ? fresh.updated_at : known.updated_at,
    asking: known.asking && fresh.asking,
    ...furthest(known, fresh),
    ...(known.settings_heard === asked?.settings_heard && settingsBefore(known, fresh)),
  });
}

function settingsOf({ request, pinned, muted_until, archived, draft, draft_at }: ConversationSettings) {
  return { request, pinned, muted_until, archived, draft, draft_at };
}

/** The settings of an answer that may not know the newest message yet: that one lets in, and brings back. */
function settingsBefore({ last_seq, request, archived }: KnownConversation, fresh: Conversation) {
  const settings = settingsOf(fresh);
  if (fresh.last_seq >= last_seq) return settings;
  return { ...settings, request: settings.request && request, archived: settings.archived && archived };
}

/** After `conversation.changed`, by this tab or another device of the same person. */
export function withSettings(known: KnownConversation, change: ConversationChange): KnownConversation {
  const cleared_seq = Math.max(known.cleared_seq, change.cleared_seq);
  return settled({
    ...known,
    ...settingsOf(change),
    settings_heard: known.settings_heard + 1,
    cleared_seq,
    read_seq: Math.max(known.read_seq, change.read_seq),
  });
}

/** Whether there is no sound and no notification for it, by the reader's clock. */
export function isMuted({ muted_until }: Pick<ConversationSettings, "muted_until">): boolean {
  return muted_until !== null && Date.parse(muted_until) > Date.now();
}

/** Where a conversation stands: among all, among what strangers ask, put aside, or nowhere until something is said. */
export function shelfOf(known: KnownConversation): "chats" | "requests" | "archived" | "none" {
  if (known.cleared_seq > 0 && known.last_seq <= known.cleared_seq) return "none";
  if (known.request) return "requests";
  return known.archived ? "archived" : "chats";
}

function furthest(one: Conversation, other: Conversation) {
  return {
    rev: Math.max(one.rev, other.rev),
    last_seq: Math.max(one.last_seq, other.last_seq),
    read_seq: Math.max(one.read_seq, other.read_seq),
    other_read_seq: Math.max(one.other_read_seq, other.other_read_seq),
    other_delivered_seq: Math.max(one.other_delivered_seq, other.other_delivered_seq),
    cleared_seq: Math.max(one.cleared_seq, other.cleared_seq),
    marks_rev: Math.max(one.marks_rev, other.marks_rev),
  };
}

function isNewer(candidate: { seq: number; rev: number }, known: KnownConversation): boolean {
  if (candidate.seq !== known.last_seq) return candidate.seq > known.last_seq;
  return candidate.rev > known.latest_rev;
}

/** The same messages, but for what the person has deleted for themselves meanwhile. */
function hasLess(fresh: Conversation, known: KnownConversation): boolean {
  const isAsNew = fresh.last_seq === known.last_seq && fresh.rev === known.latest_rev;
  return isAsNew && (fresh.marks_rev > known.marks_rev || fresh.cleared_seq > known.cleared_seq);
}

/**
 * After `message.sent` or `message.updated`. Whoever writes has read what came before; whoever called has read of the
 * call only where nothing before it was unread.
 */
export function withMessage(known: KnownConversation, message: Message, me: number): KnownConversation {
  const mine = message.sender_id === me;
  // The newest message, where it is not the one that is shown, was deleted for oneself.
  const shown = message.seq > known.last_seq || message.id === known.latest_message?.id;
  const takesLatest = shown && isNewer({ seq: Math.max(message.seq, known.last_seq), rev: message.rev }, known);
  const read = mine ? known.read_seq : known.other_read_seq;
  const hasRead = message.type !== "call" || read >= message.seq - 1 ? message.seq : 0;
  const next = settled({
    ...known,
    latest_message: takesLatest ? latestOf(message) : known.latest_message,
    latest_rev: takesLatest ? message.rev : known.latest_rev,
    updated_at: message.seq > known.last_seq ? message.created_at : known.updated_at,
    // Who answers has accepted; what is new brings back what was put aside.
    request: known.request && !(mine && message.type !== "call"),
    asking: known.asking && (mine || message.type === "call"),
    archived: known.archived && (message.seq <= known.last_seq || isMuted(known)),
    rev: Math.max(known.rev, message.rev),
    last_seq: Math.max(known.last_seq, message.seq),
    read_seq: mine ? Math.max(known.read_seq, hasRead) : known.read_seq,
    other_read_seq: mine ? known.other_read_seq : Math.max(known.other_read_seq, hasRead),
    other_delivered_seq: mine ? known.other_delivered_seq : Math.max(known.other_delivered_seq, hasRead),
  });
  return same(known, next) ? known : next;
}

function latestOf(message: Message): Conversation["latest_message"] {
  const { id, seq, sender_id, type, call } = message;
  const deleted = message.deleted_at !== null;
  const sent_at = message.created_at;
  return { id, seq, sender_id, type, call, message: message.message, deleted, created_at: "", sent_at };
}

/** The newest message has been deleted for oneself, or another may be the newest one now: as a fresh answer says. */
export function withLatest(known: KnownConversation, fresh: Conversation): KnownConversation {
  if (fresh.last_seq < known.last_seq) return known;
  return withAnswer({ ...known, latest_rev: -1 }, fresh);
}

/** After `conversation.read`, by either of the two. What was read has also arrived, and was let in. */
export function withRead(
  known: KnownConversation,
  receipt: Pick<z.infer<typeof ReadReceipt>, "user_id" | "seq">,
  me: number,
): KnownConversation {
  const { seq } = receipt;
  if (receipt.user_id === me) return seq > known.read_seq ? settled({ ...known, read_seq: seq }) : known;
  if (seq <= known.other_read_seq) return known;
  const other_delivered_seq = Math.max(seq, known.other_delivered_seq);
  return { ...known, other_read_seq: seq, other_delivered_seq, asking: false };
}

/** After `conversation.delivered` of the other. */
export function withDelivered(
  known: KnownConversation,
  receipt: z.infer<typeof DeliveryReceipt>,
  me: number,
): KnownConversation {
  if (receipt.user_id === me || receipt.seq <= known.other_delivered_seq) return known;
  return { ...known, other_delivered_seq: receipt.seq, asking: false };
}

/** After `presence` of the other. */
export function withPresence(known: KnownConversation, seen: EventData["presence"]): KnownConversation {
  if (known.other_user.id !== seen.user_id) return known;
  return { ...known, other_user: { ...known.other_user, online: seen.online, last_seen_at: seen.last_seen_at } };
}

function same(one: KnownConversation, other: KnownConversation): boolean {
  return (
    one.asking === other.asking &&
    one.latest_rev === other.latest_rev &&
    one.rev === other.rev &&
    one.last_seq === other.last_seq &&
    one.read_seq === other.read_seq &&
    one.other_read_seq === other.other_read_seq &&
    one.other_delivered_seq === other.other_delivered_seq
  );
}

/** In the order of the list: what is pinned stands first, then what happened last. */
export function newestFirst(conversations: Iterable<KnownConversation>): KnownConversation[] {
  return [...conversations].sort(
    (a, b) => Number(b.pinned) - Number(a.pinned) || Date.parse(b.updated_at) - Date.parse(a.updated_at) || b.id - a.id,
  );
}
