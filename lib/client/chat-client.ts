import type { Conversation, ConversationChange, ConversationSettings, Message } from "@/lib/contracts/chat";
import type { Mark } from "@/lib/contracts/marks";
import { ApiError, api } from "./api";
import { createPositions } from "./chat-positions";
import { createChatTruth } from "./chat-truth";
import { createTypingListener, createTypingSpeaker } from "./chat-typing";
import { type ConversationStore, createConversationStore } from "./conversation-store";
import { withDelivered, withLatest, withMessage, withRead, withSettings } from "./conversation-store-merge";
import { createDrafts, type Drafts } from "./drafts";
import { forgetFile } from "./forget-file";
import { insist } from "./insist";
import { createMarkStore, type MarkStore } from "./marks";
import { createMessageActions, type MessageActions } from "./message-actions";
import { createMessageStore, type MessageStore } from "./message-store";
import { createOutbox, type Outbox } from "./outbox";
import type { OutboxEntry } from "./outbox-rules";
import { outboxStorageOf } from "./outbox-storage";
import type { Realtime } from "./realtime";
import { uploadFile } from "./upload-file";

/** What `message:send` takes. */
function draftOf({ conversation_id, client_id, text, reply_to_id, upload_id }: OutboxEntry) {
  return {
    conversation_id,
    client_id,
    message: text,
    ...(upload_id === undefined ? { type: "text" } : { upload_id }),
    ...(reply_to_id !== undefined && { reply_to_id }),
  };
}

/** One tab's chat: what is known of the conversations, what waits to be sent, and how both stay true. */
export interface Chat {
  /** whose chat it is: a user id */
  me: number;
  conversations: ConversationStore;
  messages: MessageStore;
  outbox: Outbox;
  drafts: Drafts;
  /** stars, and what was deleted for oneself */
  marks: MarkStore;
  actions: MessageActions;
  /** Follows events, and reads again on every connection what is true. Answers how to stop. */
  connect(realtime: Realtime): () => void;
  /** Pins, mutes or archives, on all of the person's devices. @throws ApiError */
  set(
    conversationId: number,
    change: Pick<Partial<ConversationSettings>, "pinned" | "muted_until" | "archived">,
  ): Promise<void>;
  /** Accepts a request. @throws ApiError */
  accept(conversationId: number): Promise<void>;
  /** Deletes everything said so far for this person. @throws ApiError */
  clear(conversationId: number): Promise<void>;
  /** Takes in what a page brought of a conversation. */
  open(conversation: Conversation): void;
  /** The person has seen everything up to `seq`. */
  read(conversationId: number, seq: number): void;
  /** The person types in a conversation, or has emptied or sent what they typed. */
  sayTyping(conversationId: number, typing: boolean): void;
}

export function createChat(me: number, initial: readonly Conversation[]): Chat {
  const conversations = createConversationStore(initial);
  const messages = createMessageStore();
  const readUpTo = createPositions("conversation:read", 250);
  const arrivedUpTo = createPositions("conversation:delivered", 50);
  const hearTyping = createTypingListener(conversations.setTyping);
  let realtime: Realtime | null = null;
  const drafts = createDrafts(me, async (conversation_id, draft) => {
    if (realtime?.connection() !== "connected") throw new ApiError("network", "");
    await realtime.command("conversation:update", { conversation_id, draft });
  });
  const truth = createChatTruth({ conversations, messages, drafts, arrivedUpTo });
  const list = insist(truth.readList, () => realtime?.connection() === "connected");

  const tell = (name: "message:send" | "typing", input: object) => {
    if (!realtime) return Promise.reject(new ApiError("network", ""));
    return realtime.command<Message>(name, input);
  };
  const sayTyping = createTypingSpeaker((conversation_id, typing) => {
    // Nobody is told later that one was typing.
    if (realtime?.connection() === "connected") tell("typing", { conversation_id, typing }).catch(() => undefined);
  });

  const loaded = (conversation: number, message: number) =>
    messages.get(conversation)?.messages.find(({ id }) => id === message);
  const take = (message: Message) => {
    const { conversation_id: id, sender_id, client_id } = message;
    if (message.deleted_at) forgetFile(loaded(id, message.id));
    messages.change(message);
    if (sender_id === me) outbox.confirm(client_id);
    // Whether the first words are a request only the server knows.
    const isFirst = sender_id !== me && conversations.get(id)?.last_seq === 0;
    if (!conversations.change(id, (known) => withMessage(known, message, me)) || isFirst) list.ask();
    // A call counts as read where all before it is; the server may not have heard yet how far one has read.
    const read = conversations.get(id)?.read_seq ?? 0;
    if (message.type === "call" && sender_id === me && read >= message.seq) readUpTo.reach(id, message.seq);
  };
  const outbox = createOutbox({
    userId: me,
    storage: outboxStorageOf(me),
    send: (entry) => tell("message:send", draftOf(entry)),
    upload: uploadFile,
    onSent: take,
  });

  const changeSettings = (change: ConversationChange) => {
    const { conversation_id: id, cleared_seq } = change;
    if (!change.request) for (const positions of [arrivedUpTo, readUpTo]) positions.retell(id);
    if (!conversations.change(id, (known) => withSettings(known, change))) list.ask();
    messages.clear(id, cleared_seq);
    drafts.hear(id, change.draft);
  };
  const marks = createMarkStore();
  const readLatest = async (id: number) => {
    const fresh = await api("GET /chat/conversations/{conversation_id}", { conversation_id: id });
    conversations.change(id, (known) => withLatest(known, fresh));
  };
  const mark = (news: Mark) => {
    marks.change(news);
    const { conversation_id: id, message_id } = news;
    if (news.hidden) forgetFile(loaded(id, message_id));
    const isLatest = conversations.get(id)?.latest_message?.id === message_id;
    // Without an answer the next connection asks for the list.
    if (news.hidden && isLatest) readLatest(id).catch(() => undefined);
  };
  const actions = createMessageActions({
    me,
    onMessage: take,
    onMark: mark,
    async onHidden({ id, conversation_id }) {
      await marks.catchUp(conversation_id);
      if (conversations.get(conversation_id)?.latest_message?.id === id) await readLatest(conversation_id);
    },
  });

  function follow(opened: Realtime): (() => void)[] {
    return [
      opened.on("message.sent", (message) => {
        take(message);
        if (message.sender_id === me) return;
        hearTyping(message.conversation_id, false);
        arrivedUpTo.reach(message.conversation_id, message.seq);
      }),
      opened.on("message.updated", take),
      opened.on("message.marked", mark),
      opened.on("conversation.read", (receipt) => {
        conversations.change(receipt.conversation_id, (known) => withRead(known, receipt, me));
      }),
      opened.on("conversation.delivered", (receipt) => {
        conversations.change(receipt.conversation_id, (known) => withDelivered(known, receipt, me));
      }),
      opened.on("conversation.changed", changeSettings),
      opened.on("typing", ({ conversation_id, user_id, typing }) => {
        if (user_id !== me) hearTyping(conversation_id, typing);
      }),
      opened.on("presence", conversations.changePresence),
      opened.on("user.updated", conversations.changeUser),
      // A block or a lost friendship changes what may be seen of the other.
      opened.on("friend.accepted", () => list.ask()),
      opened.on("friend.removed", () => list.ask()),
      opened.on("block.changed", () => list.ask()),
    ];
  }

  function setOnline(online: boolean): void {
    const command = online && realtime ? realtime.command : null;
    outbox.setOnline(online);
    readUpTo.setCommand(command);
    arrivedUpTo.setCommand(command);
  }

  return {
    me,
    conversations,
    messages,
    outbox,
    drafts,
    async set(conversation_id, change) {
      changeSettings(await api("PATCH /chat/conversations/{conversation_id}", { conversation_id, ...change }));
    },
    async accept(id) {
      changeSettings(await api("POST /chat/conversations/{conversation_id}/accept", { conversation_id: id }));
    },
    async clear(id) {
      changeSettings(await api("DELETE /chat/conversations/{conversation_id}", { conversation_id: id }));
    },
    marks,
    actions,
    connect(opened) {
      realtime = opened;
      const stops = follow(opened);
      stops.push(outbox.start());
      stops.push(opened.watch(() => setOnline(opened.connection() === "connected")));
      stops.push(
        opened.onConnected(() => {
          setOnline(true);
          drafts.retell();
          list.ask();
        }),
        list.stop,
      );
      return () => {
        for (const stop of stops) stop();
        setOnline(false);
        realtime = null;
      };
    },
    open: (conversation) => truth.open(conversation),
    read(conversationId, seq) {
      conversations.change(conversationId, (known) => withRead(known, { user_id: me, seq }, me));
      readUpTo.reach(conversationId, seq);
    },
    sayTyping,
  };
}
