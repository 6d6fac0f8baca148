import type { Conversation, Message } from "@/lib/contracts/chat";
import type { EventData } from "@/lib/contracts/events";
import { sampleConversation, sampleMessage } from "./chat-samples";
import { ModelOwn } from "./model-own";

export const me = 1;
export const other = 2;

type Told = Pick<
  EventData,
  | ("message.sent" | "message.updated" | "message.marked" | "presence")
  | ("conversation.read" | "conversation.delivered" | "conversation.changed")
>;
export type ModelEvent = { [N in keyof Told]: { name: N; data: Told[N] } }[keyof Told];

/** What the server promises about one conversation of `me` and `other`, without a network between. */
export class ModelConversation {
  private messages: Message[] = [];
  private rev = 0;
  private read = new Map<number, number>();
  private delivered = new Map<number, number>();
  /** whether the other is there */
  private online = false;
  /** what `me` alone has set and marked */
  readonly own: ModelOwn;

  constructor(
    readonly id: number,
    private readonly tell: (event: ModelEvent) => void,
  ) {
    this.own = new ModelOwn(id, (event) => {
      if (event.name === "message.marked") tell(event);
      else tell({ ...event, data: { ...event.data, read_seq: this.readOf(me) } });
    });
  }

  /** Another in each conversation, so that each has a presence of their own. */
  private get otherUser() {
    return { ...sampleConversation().other_user, id: other + this.id * 10, online: this.online };
  }

  come(online: boolean): void {
    this.online = online;
    this.tell({ name: "presence", data: { user_id: this.otherUser.id, online, last_seen_at: null } });
  }

  clear(): void {
    this.own.clear(this.messages.length);
  }

  /** Another device of one's own deletes a message for itself alone: it has seen what came before. */
  hide(at: number): void {
    const seen = this.seen();
    const message = seen[at % Math.max(1, seen.length)];
    if (!message) return;
    this.markRead(me, message.seq);
    this.own.hide(message.id);
  }

  star(at: number): void {
    const seen = this.seen();
    const message = seen[at % Math.max(1, seen.length)];
    if (message) this.own.star(message.id);
  }

  /** The same `client_id` again is the same message. */
  send(sender_id: number, client_id: string, text: string, replyTo?: number): Message {
    const stored = this.messages.find((one) => one.client_id === client_id);
    if (stored) return this.shown(stored);
    const readBefore = this.readOf(sender_id);
    const message = this.append({ sender_id, client_id, message: text, reply_to: this.quoted(replyTo) });
    this.reach(sender_id, message.seq);
    this.tell({ name: "message.sent", data: this.shown(message) });
    if (readBefore < message.seq - 1) this.tellRead(sender_id);
    return this.shown(message);
  }

  /** A call that is over: its caller knows of it, and has read it if nothing before it is unread. */
  call(caller: number): void {
    const message = this.append({ sender_id: caller, client_id: `call:${this.rev}`, message: "", type: "call" });
    if (this.readOf(caller) === message.seq - 1) this.reach(caller, message.seq);
    this.tell({ name: "message.sent", data: this.shown(message) });
  }

  /** Edited, deleted for everyone or reacted to: all the same to a client. */
  change(at: number, change: "edit" | "delete" | "react"): void {
    const message = this.messages[at % Math.max(1, this.messages.length)];
    if (!message || message.type === "call" || message.deleted_at) return;
    this.rev += 1;
    const moment = new Date(this.rev).toISOString();
    const how = {
      edit: { message: `edited ${this.rev}`, edited_at: moment },
      delete: { message: "", deleted_at: moment, edited_at: null, reactions: [] },
      react: { reactions: [{ user_id: other, emoji: "👍" }] },
    }[change];
    const changed = { ...message, ...how, rev: this.rev };
    this.messages[message.seq - 1] = changed;
    this.tell({ name: "message.updated", data: this.shown(changed) });
  }

  markRead(user_id: number, wanted: number): void {
    const seq = Math.min(wanted, this.messages.length);
    if (this.readOf(user_id) >= seq) return;
    this.reach(user_id, seq);
    this.tellRead(user_id);
  }

  markDelivered(user_id: number, wanted: number): void {
    const seq = Math.min(wanted, this.messages.length);
    if (this.deliveredOf(user_id) >= seq) return;
    this.delivered.set(user_id, seq);
    this.tell({ name: "conversation.delivered", data: { conversation_id: this.id, user_id, seq } });
  }

  deliveredOf(user_id: number): number {
    return this.delivered.get(user_id) ?? 0;
  }

  all(): Message[] {
    return this.messages.map((message) => this.shown(message));
  }
  /** What is there for `me`. */
  seen(): Message[] {
    return this.all().filter(({ id, seq }) => seq > this.own.cleared_seq && !this.own.isHidden(id));
  }
  /** The newest before a place, and whether there are older ones. */
  before(seq: number, limit: number): { items: Message[]; more: boolean } {
    const older = this.seen().filter((message) => message.seq < seq);
    return { items: older.slice(-limit), more: older.length > limit };
  }
  since(rev: number, limit: number): { items: Message[]; more: boolean } {
    const newer = this.seen()
      .filter((message) => message.rev > rev)
      .sort((a, b) => a.rev - b.rev);
    return { items: newer.slice(0, limit), more: newer.length > limit };
  }
  listed(): Conversation {
    const latest = this.seen().at(-1);
    const last_seq = this.messages.length;
    const { cleared_seq, marks_rev, settings } = this.own;
    return {
      ...sampleConversation({ id: this.id, cleared_seq, marks_rev, ...settings }),
      other_user: this.otherUser,
      last_seq,
      rev: this.rev,
      read_seq: this.readOf(me),
      delivered_seq: Math.max(this.deliveredOf(me), this.readOf(me)),
      unread_count: last_seq - Math.max(this.readOf(me), cleared_seq),
      other_read_seq: this.readOf(other),
      other_delivered_seq: this.delivered.get(other) ?? 0,
      updated_at: this.messages.at(-1)?.created_at ?? "2026-01-25T10:00:00.000Z",
      latest_message: latest
        ? {
            id: latest.id,
            seq: latest.seq,
            sender_id: latest.sender_id,
            type: latest.type,
            message: latest.message,
            deleted: latest.deleted_at !== null,
            created_at: "",
            sent_at: latest.created_at,
            call: null,
          }
        : null,
    };
  }

  readOf(user: number): number {
    return this.read.get(user) ?? 0;
  }
  private reach(user: number, seq: number): void {
    this.read.set(user, Math.max(this.readOf(user), seq));
    this.delivered.set(user, Math.max(this.delivered.get(user) ?? 0, seq));
  }
  private tellRead(user_id: number): void {
    const data = { conversation_id: this.id, user_id, seq: this.readOf(user_id), read_at: new Date(0).toISOString() };
    this.tell({ name: "conversation.read", data });
  }
  private append(how: Partial<Message>): Message {
    this.rev += 1;
    const seq = this.messages.length + 1;
    const id = this.id * 100_000 + seq;
    const message = sampleMessage({ ...how, id, conversation_id: this.id, seq, rev: this.rev });
    this.messages.push(message);
    // What is new brings back what was put aside.
    this.own.settings = { ...this.own.settings, archived: false };
    return message;
  }
  private quoted(at: number | undefined): Message["reply_to"] {
    const message = at === undefined ? undefined : this.messages[at % Math.max(1, this.messages.length)];
    if (!message || message.deleted_at) return null;
    const { id, seq, sender_id, type } = message;
    return { id, seq, sender_id, type, message: message.message.slice(0, 200), deleted: false };
  }
  /** As the server shows it at this moment: a quote is of the message as it is now. */
  private shown(message: Message): Message {
    const original = message.reply_to && this.messages[message.reply_to.seq - 1];
    const reply_to =
      original && !message.deleted_at
        ? { ...message.reply_to, message: original.message.slice(0, 200), deleted: original.deleted_at !== null }
        : null;
    return { ...message, reply_to: reply_to as Message["reply_to"] };
  }
}
