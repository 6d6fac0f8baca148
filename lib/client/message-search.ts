import type { FoundMessage } from "@/lib/contracts/chat";
import { api, type Page } from "./api";

/** Messages that hold all words of the query, newest first, in one conversation or in all. @throws ApiError */
export function searchMessages(
  query: string,
  options: { conversationId?: number; cursor?: string; limit?: number; signal?: AbortSignal } = {},
): Promise<Page<FoundMessage>> {
  const { conversationId, cursor, limit = 50, signal } = options;
  return api("GET /chat/search", { query, limit, conversation_id: conversationId, cursor }, { signal });
}
