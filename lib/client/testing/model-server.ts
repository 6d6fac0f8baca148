import { ModelConversation, type ModelEvent, me } from "./model-conversation";

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
    const part =
      { "message:list": `/${conversation_id}/messages`, "mark:list": `/${conversation_id}/marks` }[name] ?? "";
    const path = `/chat/conversations${part}`;
    const { data, next_cursor } = this.get(`${path}?${query}`);
    return { items: data, next_cursor };
  }

  /** Answers the envelope of a GET. */
  get(path: string): { status: true; data: unknown; next_cursor?: string | null } {
    const url = new URL(path, "http://nida");
    const asked = (name: string) => url.searchParams.get(name);
    const limit = Number(asked("limit") ?? 50);
    const page = (data: unknown[], next_cursor: string | null) => ({ status: true as const, data, next_cursor });
    const [, id, part] = /conversations\/(\d+)(\/messages|\/marks)?$/.exec(url.pathname) ?? [];
    if (id && part === "/marks") return page(this.of(Number(id)).own.since(Number(asked("since_rev") ?? 0)), null);
    if (id && !part) return { status: true, data: this.of(Number(id)).listed() };
    if (!id)
      return page(
        this.conversations.filter((one) => one.all().length > one.own.cleared_seq).map((one) => one.listed()),
        null,
      );
    const conversation = this.of(Number(id));
    const before = asked("before");
    if (before) {
      const { items, more } = conversation.before(Number(before) % 100_000, limit);
      return page(items, more ? "older" : null);
    }
    const cursor = asked("cursor");
    const size = Math.min(limit, 5);
    const { items, more } = conversation.since(Number(cursor ?? asked("since_rev")), size);
    return page(items, more ? String(items.at(-1)?.rev) : null);
  }
}
