import { api } from "@/lib/client/api";

/** The REST calls about people, by what they are for. Each throws `ApiError`. */
export const people = {
  /** all of them: without a limit the lists of one's own people are whole */
  friends: async () => (await api("GET /friends")).items,
  requests: () => api("GET /friends/requests"),
  blocked: async () => (await api("GET /blocks")).items,
  profile: (user_id: number) => api("GET /users/{user_id}", { user_id }),
  request: (user_id: number) => api("POST /friends/requests", { user_id }),
  accept: (request_id: number) => api("POST /friends/requests/{request_id}/accept", { request_id }),
  decline: (request_id: number) => api("POST /friends/requests/{request_id}/decline", { request_id }),
  withdraw: (request_id: number) => api("DELETE /friends/requests/{request_id}", { request_id }),
  remove: (user_id: number) => api("DELETE /friends/{user_id}", { user_id }),
  block: (user_id: number) => api("POST /blocks/{user_id}", { user_id }),
  unblock: (user_id: number) => api("DELETE /blocks/{user_id}", { user_id }),
  /** Answers the id of the conversation with this person, new or old. */
  converse: async (user_id: number) => (await api("POST /chat/conversations/start", { user_id })).conversation_id,
};
