import { api } from "@/lib/client/api";
import type { Friend, FriendRequest, FriendRequests } from "@/lib/contracts/friends";
import type { Profile, User } from "@/lib/contracts/users";

/** The REST calls about people, by what they are for. Each throws `ApiError`. */
export const people = {
  /** all of them: without a limit the lists of one's own people are whole */
  friends: () => api.get<Friend[]>("/friends"),
  requests: () => api.get<FriendRequests>("/friends/requests"),
  blocked: () => api.get<User[]>("/blocks"),
  profile: (id: number) => api.get<Profile>(`/users/${id}`),
  request: (id: number) => api.post<FriendRequest>("/friends/requests", { user_id: id }),
  accept: (requestId: number) => api.post(`/friends/requests/${requestId}/accept`),
  decline: (requestId: number) => api.post(`/friends/requests/${requestId}/decline`),
  withdraw: (requestId: number) => api.delete(`/friends/requests/${requestId}`),
  remove: (id: number) => api.delete(`/friends/${id}`),
  block: (id: number) => api.post(`/blocks/${id}`),
  unblock: (id: number) => api.delete(`/blocks/${id}`),
  /** Answers the id of the conversation with this person, new or old. */
  async converse(id: number): Promise<number> {
    return (await api.post<{ conversation_id: number }>("/chat/conversations/start", { user_id: id })).conversation_id;
  },
};
