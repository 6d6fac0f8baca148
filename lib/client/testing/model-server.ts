import type { Conversation, Message } from "@/lib/contracts/chat";
import type { EventData } from "@/lib/contracts/events";
import { sampleConversation, sampleMessage } from "./chat-samples";

export const me = 1;
export const other = 2;
const people = [me, other] as const;

type Told = Pick<EventData, "message.sent" | "message.updated" | "conversation.read" | "conversation.delivered">;
export type ModelEvent = { [N in keyof Told]: { name: N; data: Told[N] } }[keyof Told];

/** What the server promises about one conversation of `me` and `other`, without a network between. */
export class ModelConversation {
  private messages: Message[] = [];
  private rev = 0;
  private read = new Map<number, number>();
  private delivered = new Map<number, number>();
  /** whether the other is there */
  online = false;

  constructor(
    readonly id: number,
    private readonly tell: (event: ModelEvent) => void,
  ) {}

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
  before(seq: number, limit: number): Message[] {
    return this.all().slice(Math.max(0, seq - 1 - limit), seq - 1);
  }
  since(rev: number, limit: number): { items: Message[]; more: boolean } {
    const newer = this.all()
      .filter((message) => message.rev > rev)
      .sort((a, b) => a.rev - b.rev);
    return { items: newer.slice(0, limit), more: newer.length > limit };
  }
  listed(): Conversation {
    const latest = this.all().at(-1);
    const last_seq = this.messages.length;
    const conversation = sampleConversation({ id: this.id });
    return {
      ...conversation,
      other_user: { ...conversation.other_user, online: this.online },
      last_seq,
      rev: this.rev,
      read_seq: this.readOf(me),
      delivered_seq: Math.max(this.deliveredOf(me), this.readOf(me)),
      unread_count: last_seq - this.readOf(me),
      other_read_seq: this.readOf(other),
      other_delivered_seq: this.delivered.get(other) ?? 0,
      updated_at: latest?.created_at ?? "2026-01-25T10:00:00.000Z",
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

/** Every conversation of `me`, as REST and commands ask for them. */
export class ModelServer {
  readonly conversations: ModelConversation[];

  constructor(ids: readonly number[], tell: (event: ModelEvent) => void) {
    this.conversations = ids.map((id) => new ModelConversation(id, tell));
  }
  of(id: number): ModelConversation {
    const found = this.conversations.find((one) => one.id === id);
    if (!found) throw new Error(`no conversation ${id}`);
    return found;
  }

  command(name: string, input: Record<string, unknown>): unknown {
    if (name.endsWith(":list")) return this.list(name, input);
    const conversation = this.of(Number(input.conversation_id));
    if (name === "conversation:get") return conversation.listed();
    if (name === "message:send") return conversation.send(me, String(input.client_id), String(input.message));
    if (name === "conversation:read") {
      conversation.markRead(me, Number(input.seq));
      return { seq: conversation.readOf(me) };
    }
    if (name === "conversation:delivered") {
      conversation.markDelivered(me, Number(input.seq));
      return { seq: conversation.deliveredOf(me) };
    }
    return {};
  }

  private list(name: string, { conversation_id, ...asked }: Record<string, unknown>) {
    const query = new URLSearchParams(
      Object.entries(asked).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
    );
    const path = name === "message:list" ? `/chat/conversations/${conversation_id}/messages` : "/chat/conversations";
    const { data, next_cursor } = this.get(`${path}?${query}`);
    return { items: data, next_cursor };
  }

  /** Answers the envelope of a GET. */
  get(path: string): { status: true; data: unknown; next_cursor: string | null } {
    const url = new URL(path, "http://nida");
    const asked = (name: string) => url.searchParams.get(name);
    const limit = Number(asked("limit") ?? 50);
    const page = (data: unknown[], next_cursor: string | null) => ({ status: true as const, data, next_cursor });
    const [, id, messages] = /conversations\/(\d+)(\/messages)?$/.exec(url.pathname) ?? [];
    if (id && !messages) return { status: true, data: this.of(Number(id)).listed(), next_cursor: null };
    if (!id)
      return page(
        this.conversations.filter((one) => one.all().length > 0).map((one) => one.listed()),
        null,
      );
    const conversation = this.of(Number(id));
    const before = asked("before");
    if (before) {
      const items = conversation.before(Number(before) % 100_000, limit);
      return page(items, (items[0]?.seq ?? 1) > 1 ? "older" : null);
    }
    const cursor = asked("cursor");
    const size = Math.min(limit, 5);
    const { items, more } = conversation.since(Number(cursor ?? asked("since_rev")), size);
    return page(items, more ? String(items.at(-1)?.rev) : null);
  }
}

export { people };
