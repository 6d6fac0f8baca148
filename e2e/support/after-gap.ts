import type { CommandName } from "@/lib/contracts/realtime";

export interface Question {
  command: CommandName;
  input: object;
}

/** What the open tab has of its conversation. */
export interface OpenTab {
  deviceId: string;
  conversation: number;
  /** up to which change of the messages, and of one's own marks */
  rev: number;
  marksRev: number;
}

/**
 * What a browser asks on a chat page once its socket is back, in its order. `reconnect.spec.ts` holds a real one to it, and
 * `bench/storm.ts` asks it for 2,000.
 */
export function questionsAfterGap({ deviceId, conversation, rev, marksRev }: OpenTab): Question[] {
  return [
    { command: "mark:list", input: { conversation_id: conversation, limit: 100, since_rev: marksRev } },
    { command: "friend:requests", input: {} },
    { command: "call:missed", input: {} },
    { command: "user:me", input: {} },
    { command: "conversation:list", input: { limit: 100 } },
    { command: "call:current", input: { device_id: deviceId } },
    { command: "message:list", input: { conversation_id: conversation, since_rev: rev, limit: 100 } },
  ];
}
