const address = "https://nida.example.org";
const ahmed = { id: 5, name: "أحمد محمد", username: "ahmed", avatar: `${address}/api/avatars/a1b2.webp` };
const sara = { id: 3, name: "سارة", username: "sara", avatar: null };

const message = {
  id: 2,
  conversation_id: 1,
  seq: 2,
  rev: 2,
  client_id: "0b0e4f5e-6d0a-4b53-9f2e-6f1c8f0a7d11",
  sender_id: sara.id,
  message: "كيف حالك؟",
  type: "text",
  is_read: false,
  created_at: "2026-01-25T10:00:00.000Z",
  sender: { id: sara.id, name: sara.name, avatar: sara.avatar },
  attachment: null,
  reply_to: null,
  reactions: [],
  forwarded: false,
  edited_at: null,
  deleted_at: null,
  call: null,
};

const call = {
  id: "5f0f8a52-3b0a-4d5e-8f64-0f6c5f8f3c7d",
  conversation_id: 1,
  caller: ahmed,
  callee: sara,
  status: "ringing",
  end_reason: null,
  created_at: "2026-01-25T10:00:00.000Z",
  ring_expires_at: "2026-01-25T10:00:45.000Z",
  accepted_at: null,
  ended_at: null,
  duration_s: null,
  caller_device_id: "ahmed-phone",
  callee_device_id: null,
};

const me = {
  ...sara,
  about: "",
  email: null,
  locale: "ar",
  hide_presence: false,
  hide_receipts: false,
  relay_only: false,
  created_at: "2026-01-20T08:00:00.000Z",
};

const signedIn = { status: true, data: { token: "nida_q3l…", user: me } };
const accepted = {
  ...call,
  status: "accepted",
  accepted_at: "2026-01-25T10:00:06.000Z",
  callee_device_id: "sara-phone",
};

const ended = {
  ...accepted,
  status: "ended",
  end_reason: "completed",
  ended_at: "2026-01-25T10:02:06.000Z",
  duration_s: 120,
};
const both = [sara.id, ahmed.id];

/** For webhooks and the calls that one begins with: what is sent, and what comes back. Each is held to its schema by a test. */
export const examples: Record<string, { body?: unknown; answer?: unknown }> = {
  "user.register": { body: { name: "سارة", username: "sara", password: "nida-demo" }, answer: signedIn },
  "user.login": { body: { username: "sara", password: "nida-demo", device_name: "Pixel 9" }, answer: signedIn },
  "user.me": { answer: { status: true, data: me } },
  "user.search": {
    answer: {
      status: true,
      data: [{ ...ahmed, about: "", relation: "none", request_id: null, online: true, last_seen_at: null }],
      next_cursor: null,
    },
  },
  "friend.request": { body: { user_id: ahmed.id } },
  "conversation.list": {
    answer: {
      status: true,
      data: [
        {
          id: 1,
          other_user: { ...ahmed, online: true, last_seen_at: null },
          latest_message: {
            id: 1,
            seq: 1,
            sender_id: ahmed.id,
            type: "text",
            message: "مرحباً، كيف حالك؟",
            deleted: false,
            created_at: "منذ 5 دقائق",
            sent_at: "2026-01-25T10:00:00.000Z",
            call: null,
          },
          unread_count: 1,
          updated_at: "2026-01-25T10:00:00.000Z",
          last_seq: 1,
          rev: 1,
          read_seq: 0,
          delivered_seq: 0,
          other_read_seq: 1,
          other_delivered_seq: 1,
          cleared_seq: 0,
          asking: false,
          marks_rev: 0,
          request: false,
          pinned: false,
          muted_until: null,
          archived: false,
          draft: "",
          draft_at: null,
        },
      ],
      next_cursor: null,
    },
  },
  "conversation.start": {
    body: { user_id: ahmed.id },
    answer: { status: true, message: "تم إنشاء المحادثة بنجاح", data: { conversation_id: 1 } },
  },
  "message.list": { answer: { status: true, data: [{ ...message, is_read: true }], next_cursor: null } },
  "message.send": {
    body: { message: message.message, type: "text", client_id: message.client_id },
    answer: { status: true, message: "تم إرسال الرسالة بنجاح", data: message },
  },
  "call.start": {
    body: { conversation_id: 1, device_id: "ahmed-phone" },
    answer: { status: true, data: call },
  },
  "call.accept": { body: { device_id: "sara-phone" }, answer: { status: true, data: accepted } },
  "call.signal": {
    body: { device_id: "ahmed-phone", signal: { generation: 1, data: { type: "offer", sdp: "v=0…" } } },
    answer: { status: true, data: accepted },
  },
  "channel.authorize": {
    body: { socket_id: "123.456", channel_name: "private-user.3" },
    answer: { auth: "8f0c…:6e2a…" },
  },
  "webhook message.sent": {
    body: { type: "message.sent", timestamp: message.created_at, user_ids: both, data: message },
  },
  "webhook call.ended": {
    body: { type: "call.ended", timestamp: ended.ended_at, user_ids: both, data: { call: ended } },
  },
  "webhook user.created": {
    body: { type: "user.created", timestamp: me.created_at, user_ids: [sara.id], data: sara },
  },
};

export function exampleOf(operation: string, part: "body" | "answer"): unknown {
  return examples[operation]?.[part];
}
