"use client";

import { useEffect, useLayoutEffect } from "react";
import { useRealtime } from "@/components/realtime/realtime-provider";
import { ApiError } from "@/lib/client/api";
import type { Conversation } from "@/lib/contracts/chat";
import { type FirstPage, useConversation, useThread } from "./chat-hooks";
import { ChatSearch, useChatSearch } from "./chat-search";
import { ComposeProvider } from "./compose-mode";
import { Composer } from "./composer";
import { DropHere } from "./composer-files";
import { useTray } from "./composer-tray";
import { ConversationHeader } from "./conversation-header";
import { useChat } from "./conversations-provider";
import { HighlightProvider } from "./highlight";
import { JumpProvider } from "./jump";
import { JumpFromAddress } from "./jump-from-address";
import { MessageLog } from "./message-log";
import { MessageMenuProvider } from "./message-menu";
import { AskingLine, RequestBar } from "./request-bar";
import { ViewerHost } from "./viewer-host";

type ScreenProps = {
  conversation: Conversation;
  first: FirstPage;
  /** the largest file that the server takes, in bytes */
  fileLimit: number;
};

/** One conversation: who it is with, what was said, and where to write. Starts with what the server rendered. */
export function ConversationScreen({ conversation: initial, first, fileLimit }: ScreenProps) {
  const chat = useChat();
  const { id } = initial;
  const conversation = useConversation(initial);
  const thread = useThread(id, first);
  const tray = useTray(fileLimit);

  useLayoutEffect(() => {
    chat.open(initial);
    chat.messages.answer(id, first.items, first.next_cursor !== null);
  }, [chat, id, initial, first]);
  useLive(id);
  const search = useChatSearch();

  return (
    <JumpProvider conversationId={id}>
      <ComposeProvider>
        <MessageMenuProvider
          other={conversation.other_user}
          writable={!conversation.request}
          reactable={!conversation.request && !conversation.asking}
        >
          <section
            {...(!conversation.request && tray.drop)}
            className="relative flex min-h-0 flex-1 animate-fade flex-col"
          >
            <ConversationHeader conversation={conversation} onSearch={search.begin} />
            {search.open && <ChatSearch conversationId={id} onQuery={search.setQuery} onClose={search.end} />}
            <HighlightProvider value={search.query}>
              <MessageLog conversation={conversation} thread={thread} />
            </HighlightProvider>
            <JumpFromAddress />
            {conversation.request ? (
              <RequestBar conversation={conversation} />
            ) : (
              <>
                {conversation.asking && <AskingLine name={conversation.other_user.name} />}
                <Composer conversationId={id} tray={tray} fileLimit={fileLimit} />
              </>
            )}
            {tray.dragging && <DropHere name={conversation.other_user.name} />}
            <ViewerHost conversationId={id} />
          </section>
        </MessageMenuProvider>
      </ComposeProvider>
    </JumpProvider>
  );
}

/** How long after a failed question the next is asked, in milliseconds. */
const AGAIN_MS = 2000;

/** On every connection fills what was missed, and says on the console when the conversation is live (`SEEDS.md` A). */
function useLive(id: number): void {
  const { messages, marks } = useChat();
  const realtime = useRealtime();
  useEffect(() => {
    let turn = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const join = async (mine: number) => {
      try {
        await Promise.all([messages.catchUp(id), marks.catchUp(id)]);
        if (mine === turn) console.info("Chat WebSocket connected");
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (mine === turn) timer = setTimeout(join, AGAIN_MS, mine);
      }
    };
    const leave = realtime?.onConnected(() => {
      turn += 1;
      clearTimeout(timer);
      void join(turn);
    });
    return () => {
      turn = -1;
      clearTimeout(timer);
      leave?.();
    };
  }, [realtime, messages, marks, id]);
}
