import type { FoundMessage } from "@/lib/contracts/chat";
import { api, type Page } from "./api";

/** Messages that hold all words of the query, newest first, in one conversation or in all. @throws ApiError */
export function searchMessages(
  query: string,
  options: { conversationId?: number; cursor?: string; limit?: number; signal?: AbortSignal } = {},
): Promise<Page<FoundMessage>> {
  const { conversationId, cursor, limit = 50, signal } = options;
  const asked = new URLSearchParams({ query, limit: String(limit) });
  if (conversationId !== undefined) asked.set("conversation_id", String(conversationId));
  if (cursor !== undefined) asked.set("cursor", cursor);
  return api.page<FoundMessage>(`/chat/search?${asked}`, signal);
}
