import type { ErrorCode } from "./errors";
import type { EventData } from "./events";

/** An acknowledged command's answer (Socket.IO). */
export type Ack<T = unknown> =
  | { ok: true; data: T }
  | {
      ok: false;
      code: ErrorCode;
      message: string;
      errors?: Record<string, string[]>;
      /** of `rate_limited`: seconds to wait, as the header Retry-After says it */
      retry_after?: number;
    };

/** Commands a client may send over its socket; each is the operation of the same REST call. */
export const commandNames = [
  "message:send",
  "message:list",
  "conversation:read",
  "conversation:delivered",
  "conversation:update",
  "typing",
  "call:start",
  "call:reached",
  "call:accept",
  "call:decline",
  "call:cancel",
  "call:hangup",
  "call:signal",
  "call:report",
  "call:current",
] as const;
export type CommandName = (typeof commandNames)[number];

export type ServerToClient = { [N in keyof EventData]: (data: EventData[N]) => void };
export type ClientToServer = { [N in CommandName]: (input: unknown, acknowledge?: (answer: Ack) => void) => void };

/**
 * Handshake `auth` of the notification socket; without a token the session cookie speaks, or where the sockets are at
 * another origin, a ticket (`POST /realtime/ticket`).
 */
export interface Handshake {
  token?: string;
  /** opens one connection; a fresh one is needed for the next */
  ticket?: string;
  device_id?: string;
  /** refused as `unauthenticated` if the identity shown is not this person's; omitted, whoever it is is welcome */
  user_id?: number;
}

/** Room of a person's sockets (`SEEDS.md` A), of one device, and of one session. */
export const roomOf = {
  user: (userId: number) => `user_${userId}`,
  device: (userId: number, deviceId: string) => `device_${userId}_${deviceId}`,
  session: (sessionId: string) => `session_${sessionId}`,
};
