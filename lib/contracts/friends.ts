import { z } from "zod";
import { Id, Instant, PageInput } from "./common";
import { Presence, User } from "./users";

export const Friend = User.extend({ ...Presence.shape, since: Instant });
export type Friend = z.infer<typeof Friend>;

/** A request, seen by one of its two people: `user` is the other. */
export const FriendRequest = z.object({ id: Id, user: User, created_at: Instant });
export type FriendRequest = z.infer<typeof FriendRequest>;

/** What became of asking somebody: a request that waits, or a friendship, if they had asked first. */
export const Requested = FriendRequest.extend({ accepted: z.boolean() });

export const FriendRequests = z.object({ incoming: z.array(FriendRequest), outgoing: z.array(FriendRequest) });
export type FriendRequests = z.infer<typeof FriendRequests>;

export const RequestRef = z.object({ request_id: Id });

/** Without `limit`: all. A person's own lists are short, and a screen shows them whole. */
export const OwnListInput = PageInput.extend({ limit: PageInput.shape.limit.unwrap().optional() });
