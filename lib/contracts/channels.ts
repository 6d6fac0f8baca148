import { z } from "zod";
import { DeviceId, Id, Instant } from "./common";

/** Names of the Pusher door's channels (`private-conversation.1`), and only these can be subscribed to. */
export const channelName = {
  conversation: (id: number) => `private-conversation.${id}`,
  user: (id: number) => `private-user.${id}`,
  presence: (id: number) => `presence-conversation.${id}`,
};

export interface Channel {
  kind: keyof typeof channelName;
  /** of the conversation, or of the person */
  id: number;
}

const shape = /^(private-conversation|private-user|presence-conversation)\.([1-9]\d{0,9})$/;
const kinds: Record<string, Channel["kind"]> = {
  "private-conversation": "conversation",
  "private-user": "user",
  "presence-conversation": "presence",
};

/** The channel of this name; null for every other name, public channels among them. */
export function channelOf(name: string): Channel | null {
  const [, prefix = "", digits] = shape.exec(name) ?? [];
  const kind = kinds[prefix];
  const id = Id.safeParse(Number(digits));
  return kind && id.success ? { kind, id: id.data } : null;
}

/** A connection to the Pusher door, as its `pusher:connection_established` named it. */
const SocketId = z.string().regex(/^\d{1,20}\.\d{1,20}$/, "invalid_value");

export const AuthorizeChannelInput = z.object({
  socket_id: SocketId,
  channel_name: z.string().max(200),
  device_id: DeviceId.optional().describe(
    "the device that makes calls from this connection: its lease is kept while the connection lives",
  ),
});
/** Pusher's "Authorizing users": `channel_data` for presence channels only. */
export const ChannelAuthorization = z.object({ auth: z.string(), channel_data: z.string().optional() });

export const AuthenticateUserInput = z.object({ socket_id: SocketId });
/** Pusher's "Authenticating users". */
export const UserAuthentication = z.object({ auth: z.string(), user_data: z.string() });

/** All that a Pusher client must know of this server. `host` is null for hosted Pusher, which `cluster` then names. */
export const BroadcastingAddress = z.object({
  key: z.string(),
  cluster: z.string().nullable(),
  host: z.string().nullable(),
  port: z.number().int(),
  tls: z.boolean(),
  auth_endpoint: z.string(),
  user_auth_endpoint: z.string(),
});
export type BroadcastingAddress = z.infer<typeof BroadcastingAddress>;

/** What a browser shows to a socket host of another origin: it opens one connection, and is good for a minute. */
export const SocketTicket = z.object({ ticket: z.string(), expires_at: Instant });
