import { ApiError } from "./api-error";
import type { Hall } from "./hall";
import { membersOf, type Room } from "./rooms";

const isPresence = (name: string) => name.startsWith("presence-");

export interface ChannelState {
  occupied: boolean;
  user_count?: number;
  subscription_count?: number;
}

function stateOf(name: string, room: Room | undefined, info: string): ChannelState {
  const asked = info.split(",").filter(Boolean);
  if (asked.includes("user_count") && !isPresence(name)) {
    throw new ApiError(400, "user_count is known of presence channels only");
  }
  return {
    occupied: room !== undefined,
    ...(asked.includes("user_count") && { user_count: room ? membersOf(room).size : 0 }),
    ...(asked.includes("subscription_count") && { subscription_count: room?.seats.size ?? 0 }),
  };
}

/** `GET /channels/{name}?info=user_count,subscription_count` */
export function channelState(hall: Hall, name: string, info: string): ChannelState {
  return stateOf(name, hall.rooms.get(name), info);
}

/** `GET /channels?filter_by_prefix=&info=user_count`: the occupied ones. */
export function listChannels(hall: Hall, { filter_by_prefix = "", info = "" }: Record<string, string>): object {
  const rooms = hall.rooms.all().filter((room) => room.channel && room.name.startsWith(filter_by_prefix));
  if (info.includes("user_count") && !isPresence(filter_by_prefix)) {
    throw new ApiError(400, "user_count needs filter_by_prefix=presence-");
  }
  const states = rooms.map((room) => {
    const { occupied: _, ...asked } = stateOf(room.name, room, info);
    return [room.name, asked];
  });
  return { channels: Object.fromEntries(states) };
}

/** `GET /channels/{name}/users` */
export function usersOf(hall: Hall, name: string): object {
  if (!isPresence(name)) throw new ApiError(400, "users are known of presence channels only");
  const room = hall.rooms.get(name);
  return { users: room ? [...membersOf(room).keys()].map((id) => ({ id })) : [] };
}
