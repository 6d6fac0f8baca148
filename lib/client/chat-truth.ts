import type { Conversation } from "@/lib/contracts/chat";
import { ApiError, api } from "./api";
import type { Positions } from "./chat-positions";
import type { ConversationState, ConversationStore } from "./conversation-store";
import type { Drafts } from "./drafts";
import type { MessageStore } from "./message-store";

interface Parts {
  conversations: ConversationStore;
  messages: MessageStore;
  drafts: Drafts;
  arrivedUpTo: Positions;
}

/** Asks the server what is true of all conversations, and takes in what it answers. */
export function createChatTruth({ conversations, messages, drafts, arrivedUpTo }: Parts) {
  const all = () => conversations.store.getState().conversations;

  /** @param asked what was known when it was asked for */
  function open(conversation: Conversation, asked?: ConversationState["conversations"]): void {
    conversations.answer(conversation, asked);
    messages.clear(conversation.id, conversation.cleared_seq);
  }

  async function readUnlisted(id: number): Promise<void> {
    const asked = all();
    try {
      open(await api("GET /chat/conversations/{conversation_id}", { conversation_id: id }), asked);
    } catch (error) {
      // Gone with the other's account: what is on the screen stays until one leaves it.
      if (!(error instanceof ApiError) || error.code !== "not_found") throw error;
    }
  }

  /** @throws ApiError */
  async function readList(): Promise<void> {
    const asked = all();
    const listed: Conversation[] = [];
    let cursor: string | undefined;
    for (;;) {
      const page = await api("GET /chat/conversations", { limit: 100, cursor });
      listed.push(...page.items);
      if (!page.next_cursor) break;
      cursor = page.next_cursor;
    }
    const ids = new Set(listed.map(({ id }) => id));
    const missing = Object.keys(asked)
      .map(Number)
      .filter((id) => !ids.has(id));
    const closed = missing.filter((id) => !messages.get(id));
    conversations.answerAll(listed, closed, asked);
    for (const { id, unread_count, delivered_seq, last_seq, cleared_seq, rev } of listed) {
      drafts.hear(id, conversations.get(id)?.draft ?? "");
      if (unread_count > 0 && delivered_seq < last_seq) arrivedUpTo.reach(id, last_seq);
      messages.clear(id, cleared_seq);
      messages.expect(id, rev);
    }
    // An open conversation may be too young for the list: nothing was said in it yet.
    await Promise.all(missing.filter((id) => messages.get(id)).map(readUnlisted));
  }

  return { open, readList };
}
