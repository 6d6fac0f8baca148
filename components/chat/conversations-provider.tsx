"use client";

import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { useStore } from "zustand";
import { useRealtime, useSignedIn } from "@/components/realtime/realtime-provider";
import { showCountOnApp } from "@/lib/client/app-badge";
import { type Chat, createChat } from "@/lib/client/chat-client";
import { shelfOf } from "@/lib/client/conversation-store-merge";
import type { Conversation } from "@/lib/contracts/chat";
import { keepCountInTitle } from "./count-in-title";

const ChatContext = createContext<Chat | null>(null);

/** Keeps the conversations of the signed-in person true on every page, and their unread total in the title and on the app's icon. */
export function ConversationsProvider({ initial, children }: { initial: Conversation[]; children: ReactNode }) {
  const me = useSignedIn().id;
  const [chat] = useState(() => createChat(me, initial));
  const realtime = useRealtime();
  useEffect(() => chat.drafts.start(), [chat]);
  useEffect(() => (realtime ? chat.connect(realtime) : undefined), [chat, realtime]);
  return (
    <ChatContext value={chat}>
      <UnreadCount />
      {children}
    </ChatContext>
  );
}

/** The chat of this tab. */
export function useChat(): Chat {
  const chat = useContext(ChatContext);
  if (!chat) throw new Error("ConversationsProvider is missing above this component");
  return chat;
}

/** Unread messages, but for those of strangers who ask and of what was put aside. */
export function useUnreadTotal(): number {
  return useStore(useChat().conversations.store, ({ conversations }) =>
    Object.values(conversations)
      .filter((conversation) => shelfOf(conversation) === "chats")
      .reduce((sum, conversation) => sum + conversation.unread_count, 0),
  );
}

/** In the title, and on the icon of the installed app. */
function UnreadCount() {
  const total = useUnreadTotal();
  useEffect(() => keepCountInTitle(total), [total]);
  useEffect(() => showCountOnApp(total), [total]);
  return null;
}
