import type { Conversation, Message } from "@/lib/contracts/chat";

/** A message of the other person (id 2) to oneself (id 1), for tests. */
export function sampleMessage(change: Partial<Message> = {}): Message {
  const seq = change.seq ?? 1;
  const sender_id = change.sender_id ?? 2;
  return {
    id: 100 + seq,
    conversation_id: 7,
    seq,
    rev: seq,
    client_id: `client-${seq}`,
    sender_id,
    message: `text ${seq}`,
    type: "text",
    is_read: false,
    created_at: new Date(1_769_335_200_000 + seq * 1000).toISOString(),
    sender: { id: sender_id, name: sender_id === 1 ? "ahmed" : "sara", avatar: null },
    attachment: null,
    reply_to: null,
    reactions: [],
    forwarded: false,
    edited_at: null,
    deleted_at: null,
    call: null,
    ...change,
  };
}

export function sampleConversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: 7,
    other_user: { id: 2, name: "sara", username: "sara", avatar: null, online: false, last_seen_at: null },
    latest_message: null,
    unread_count: 0,
    updated_at: "2026-01-25T10:00:00.000Z",
    last_seq: 0,
    rev: 0,
    read_seq: 0,
    delivered_seq: 0,
    other_read_seq: 0,
    other_delivered_seq: 0,
    cleared_seq: 0,
    asking: false,
    marks_rev: 0,
    request: false,
    pinned: false,
    muted_until: null,
    archived: false,
    draft: "",
    draft_at: null,
    ...change,
  };
}
