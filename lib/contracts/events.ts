import type { z } from "zod";
import type { Call, Signal } from "./calls";
import type { ConversationChange, DeliveryReceipt, Message, ReadReceipt } from "./chat";
import type { FriendRequest } from "./friends";
import type { Mark } from "./marks";
import type { Me, User } from "./users";

/** Everything that can happen, by name: the one vocabulary of both realtime doors. */
export interface EventData {
  "message.sent": Message;
  "message.updated": Message;
  /** to one's own devices only: starred, or deleted for oneself */
  "message.marked": Mark;
  /** to one's own devices only: pinned, muted, archived, accepted, cleared, drafted */
  "conversation.changed": ConversationChange;
  "conversation.read": z.infer<typeof ReadReceipt>;
  "conversation.delivered": z.infer<typeof DeliveryReceipt>;
  typing: { conversation_id: number; user_id: number; typing: boolean };
  presence: { user_id: number; online: boolean; last_seen_at: string | null };
  "friend.requested": FriendRequest & { direction: "incoming" | "outgoing" };
  "friend.accepted": { request_id: number; user: User };
  /** friendship or request is gone: removed, declined, withdrawn */
  "friend.removed": { user_id: number; request_id: number };
  /** to the blocker's own devices only: the blocked person is not told */
  "block.changed": { user_id: number; blocked: boolean };
  "user.updated": User;
  "me.updated": Me;
  incoming_call: {
    type: "incoming_call";
    call_id: string;
    caller_username: string;
    conversation_id: number;
    call: Call;
  };
  /** the ring has reached a device of the callee; `warm`: that device prepares the connection, signals may begin */
  "call.reached": { call_id: string; warm: boolean; callee_device_id: string | null };
  "call.accepted": { call: Call };
  "call.ended": { call: Call };
  "call.signal": { call_id: string; signal: Signal };
  /** a call that is over has been reported on: the log can say more of it */
  "call.reported": { call_id: string };
  /** to one's own devices: missed calls have been looked at */
  "calls.seen": { seen_at: string };
  /** to no client: the Pusher door learns which session, and which device, stands behind a connection */
  "channel.granted": { socket_id: string; user_id: number; session_id: string; device_id?: string };
  /** to no client: the operator's metrics; `setup_ms` from accept to the first sound, said once by each side */
  "call.measured": { call_id: string; mos: number; setup_ms?: number };
  /** to no client: the log of the operator says so */
  "person.reported": { report_id: number; reporter_id: number; reported_id: number };
  "session.revoked": { session_ids: string[] };
}

export type EventName = keyof EventData;

/** One event on its way: what, to which people, and where it belongs. Doors only carry it. */
export type NidaEvent = {
  [N in EventName]: {
    name: N;
    data: EventData[N];
    /** user ids */
    to: number[];
    /** where both people of a conversation may hear it: its channel carries it too */
    conversation_id?: number;
    /** only to this device of the people named */
    device_id?: string;
    /** the request that it came of; for the logs of the nodes that it passes, never for clients */
    request_id?: string;
    /** its `traceparent` (W3C Trace Context) where it is traced, for the same */
    trace?: string;
  };
}[EventName];
