import type { Chat } from "@/lib/client/chat-client";
import type { badLine } from "./bad-line";

/** What a page brings of a conversation, rendered on the server a moment ago. */
export function openPage(chat: Chat, line: ReturnType<typeof badLine>, id: number): void {
  const conversation = line.server.of(id);
  const { items, more } = conversation.before(Number.POSITIVE_INFINITY, 10);
  chat.open(conversation.listed());
  chat.messages.answer(id, items, more);
}
