import { ApiError } from "./api-error";
import type { Hall } from "./hall";

const isPresence = (name: string) => name.startsWith("presence-");

export interface ChannelState {
  occupied: boolean;
  user_count?: number;
  subscription_count?: number;
}

/** `GET /channels/{name}?info=user_count,subscription_count` */
export function channelState({ rooms }: Hall, name: string, info: string): ChannelState {
  const asked = info.split(",").filter(Boolean);
  if (asked.includes("user_count") && !isPresence(name)) {
    throw new ApiError(400, "user_count is known of presence channels only");
  }
  return {
    occupied: rooms.seatsOf(name) > 0,
    ...(asked.includes("user_count") && { user_count: rooms.membersOf(name).size }),
    ...(asked.includes("subscription_count") && { subscription_count: rooms.seatsOf(name) }),
  };
}

/** `GET /channels?filter_by_prefix=&info=user_count`: the occupied ones. */
export function listChannels(hall: Hall, { filter_by_prefix = "", info = "" }: Record<string, string>): object {
  const names = hall.rooms.occupied().filter((name) => name.startsWith(filter_by_prefix));
  if (info.includes("user_count") && !isPresence(filter_by_prefix)) {
    throw new ApiError(400, "user_count needs filter_by_prefix=presence-");
  }
  const states = names.map((name) => {
    const { occupied: _, ...asked } = channelState(hall, name, info);
    return [name, asked];
  });
  return { channels: Object.fromEntries(states) };
}

/** `GET /channels/{name}/users` */
export function usersOf(hall: Hall, name: string): object {
  if (!isPresence(name)) throw new ApiError(400, "users are known of presence channels only");
  return { users: [...hall.rooms.membersOf(name).keys()].map((id) => ({ id })) };
}
