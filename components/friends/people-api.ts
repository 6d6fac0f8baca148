import { api } from "@/lib/client/api";
import type { Friend, FriendRequest, FriendRequests } from "@/lib/contracts/friends";
import type { Profile, User } from "@/lib/contracts/users";

/** Every friend, page after page: a person's friends are few enough to stand in one list. */
async function allFriends(): Promise<Friend[]> {
  const friends: Friend[] = [];
  let cursor: string | null = null;
  do {
    const from: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await api.page<Friend>(`/friends?limit=100${from}`);
    friends.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return friends;
}

/** The REST calls about people, by what they are for. Each throws `ApiError`. */
export const people = {
  friends: allFriends,
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
