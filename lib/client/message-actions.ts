import { createStore, type StoreApi } from "zustand/vanilla";
import type { Message } from "@/lib/contracts/chat";
import type { Mark } from "@/lib/contracts/marks";
import { api } from "./api";
import { type Change, ownReaction, type Pending } from "./message-changes";
import { uuid } from "./uuid";

/** Who a message is forwarded to. */
export type Destination = { conversation_id: number } | { user_id: number };

/** What people do with messages that are stored: shown at once, taken back where the server refuses. */
export interface MessageActions {
  store: StoreApi<{ pending: readonly Pending[] }>;
  /** Answers once the server has it. @throws ApiError; the change is then no longer shown */
  change(message: Message, change: Change): Promise<void>;
  /** @param clientId the same one again sends nothing again. @throws ApiError */
  forward(message: Message, to: Destination, clientId?: string): Promise<void>;
}

interface Options {
  me: number;
  onMessage(message: Message): void;
  onMark(mark: Mark): void;
  /** A message is gone from the person's eyes: done once nothing shows it any more. */
  onHidden(message: Message): Promise<void>;
}

export function createMessageActions({ me, onMessage, onMark, onHidden }: Options): MessageActions {
  const store = createStore<{ pending: readonly Pending[] }>(() => ({ pending: [] }));
  const lines = new Map<number, Promise<unknown>>();
  let count = 0;

  async function tell(message: Message, change: Change): Promise<void> {
    const message_id = message.id;
    switch (change.kind) {
      case "edit":
        return onMessage(await api("PATCH /chat/messages/{message_id}", { message_id, message: change.text }));
      case "delete":
        return onMessage(await api("DELETE /chat/messages/{message_id}", { message_id, for: "everyone" }));
      case "react": {
        const mine = ownReaction(message, me);
        const reaction = "/chat/messages/{message_id}/reactions/{emoji}";
        if (change.emoji !== null) return onMessage(await api(`PUT ${reaction}`, { message_id, emoji: change.emoji }));
        if (mine !== null) onMessage(await api(`DELETE ${reaction}`, { message_id, emoji: mine }));
        return;
      }
      case "star":
        return onMark(
          await api(`${change.starred ? "PUT" : "DELETE"} /chat/messages/{message_id}/star`, { message_id }),
        );
      case "hide":
        await api("DELETE /chat/messages/{message_id}", { message_id, for: "me" });
        return onHidden(message);
    }
  }

  return {
    store,
    change(message, change) {
      count += 1;
      const mine: Pending = { id: count, message, change, at: new Date().toISOString() };
      store.setState(({ pending }) => ({ pending: [...pending, mine] }));
      // One at a time for each message, so that the last wish of a person is the last the server hears.
      const before = (lines.get(message.id) ?? Promise.resolve()).catch(() => undefined);
      const line = before
        .then(() => tell(message, change))
        .finally(() => store.setState(({ pending }) => ({ pending: pending.filter(({ id }) => id !== mine.id) })));
      lines.set(message.id, line);
      return line;
    },
    async forward(message, to, clientId = uuid()) {
      const forwarded = { message_id: message.id, client_id: clientId, ...to };
      onMessage(await api("POST /chat/messages/{message_id}/forward", forwarded));
    },
  };
}
