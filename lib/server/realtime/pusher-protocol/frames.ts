import { z } from "zod";
import { nestsAtMost } from "@/lib/contracts/common";

/** A member of a presence channel: the person's id as text, and what the others see of them. */
export interface Member {
  id: string;
  info: unknown;
}

/** Far deeper than any client's own event. */
const MAX_DEPTH = 64;

const Frame = z.object({
  event: z.string().max(200),
  channel: z.string().max(200).optional(),
  data: z
    .unknown()
    .refine((data) => nestsAtMost(MAX_DEPTH, data))
    .optional(),
});
export type Frame = z.infer<typeof Frame>;

export const SubscribeData = z.object({
  channel: z.string().max(200),
  auth: z.string().max(400).default(""),
  channel_data: z.string().max(10_240).optional(),
});
export const UnsubscribeData = z.object({ channel: z.string().max(200) });
export const SigninData = z.object({ auth: z.string().max(400), user_data: z.string().max(10_240) });

/** What presence members say of themselves; a number counts as its text. */
const ChannelData = z.object({
  user_id: z.union([z.string(), z.number()]).transform(String),
  user_info: z.unknown().optional(),
});
const UserData = z.object({ id: z.string().min(1).max(128) });

/** The value of a JSON text; undefined when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A client's frame; null when it is none. */
export function readFrame(text: string): Frame | null {
  const frame = Frame.safeParse(parsed(text));
  return frame.success ? frame.data : null;
}

/** The payload of a `pusher:` frame, which some clients send as JSON text. */
export function readData<T extends z.ZodType>(schema: T, { data }: Frame): z.output<T> | null {
  const read = schema.safeParse(typeof data === "string" ? parsed(data) : data);
  return read.success ? read.data : null;
}

export function readMember(channelData: string | undefined): Member | null {
  const read = ChannelData.safeParse(parsed(channelData ?? ""));
  return read.success ? { id: read.data.user_id, info: read.data.user_info } : null;
}

export function readUserId(userData: string): string | null {
  const read = UserData.safeParse(parsed(userData));
  return read.success ? read.data.id : null;
}

/**
 * The server's frames. The payload of most is JSON within JSON, as the protocol has it; errors and pings carry an
 * object.
 */
export const frames = {
  established: (socket_id: string, activity_timeout: number) =>
    frame({ event: "pusher:connection_established", data: { socket_id, activity_timeout } }),
  error: (message: string, code?: number) => JSON.stringify({ event: "pusher:error", data: { message, code } }),
  ping: () => JSON.stringify({ event: "pusher:ping", data: {} }),
  pong: () => JSON.stringify({ event: "pusher:pong", data: {} }),
  subscribed: (channel: string) => frame({ event: "pusher_internal:subscription_succeeded", channel, data: {} }),
  attended(channel: string, members: Map<string, unknown>) {
    const presence = { count: members.size, ids: [...members.keys()], hash: Object.fromEntries(members) };
    return frame({ event: "pusher_internal:subscription_succeeded", channel, data: { presence } });
  },
  memberAdded: (channel: string, { id, info }: Member) =>
    frame({ event: "pusher_internal:member_added", channel, data: { user_id: id, user_info: info } }),
  memberRemoved: (channel: string, { id }: Member) =>
    frame({ event: "pusher_internal:member_removed", channel, data: { user_id: id } }),
  subscriptionError: (channel: string, error: string, status: number) =>
    JSON.stringify({ event: "pusher:subscription_error", channel, data: { type: "AuthError", error, status } }),
  signedIn: (user_data: string) => frame({ event: "pusher:signin_success", data: { user_data } }),
  event: (channel: string, event: string, data: unknown) => frame({ event, channel, data }),
  /** as its sender wrote it; on presence channels with the sender's id */
  clientEvent: (channel: string, { event, data }: Frame, sender?: Member | null) =>
    JSON.stringify({ event, channel, data, user_id: sender?.id }),
};

function frame({ data, ...rest }: { event: string; channel?: string; data: unknown }): string {
  return JSON.stringify({ ...rest, data: typeof data === "string" ? data : JSON.stringify(data) });
}
