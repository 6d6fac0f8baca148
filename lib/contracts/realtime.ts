import type { ErrorCode } from "./errors";
import type { EventData } from "./events";

/** An acknowledged command's answer (Socket.IO). */
export type Ack<T = unknown> =
  | {
      ok: true;
      data: T;
      /** the server's clock as it answers, in milliseconds since 1970: what REST says in the header Nida-Now */
      now: number;
    }
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
  "mark:list",
  "conversation:list",
  "conversation:get",
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
  "call:get",
  "call:list",
  "call:missed",
  "friend:list",
  "friend:requests",
  "block:list",
  "user:me",
  "user:get",
  "session:list",
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
  /** the language of the answers: "ar" or "en"; omitted, as for a REST call of the same headers */
  locale?: string;
  /** refused as `unauthenticated` if the identity shown is not this person's; omitted, whoever it is is welcome */
  user_id?: number;
}

/** Room of a person's sockets (`SEEDS.md` A), of one device, and of one session. */
export const roomOf = {
  user: (userId: number) => `user_${userId}`,
  device: (userId: number, deviceId: string) => `device_${userId}_${deviceId}`,
  session: (sessionId: string) => `session_${sessionId}`,
};
