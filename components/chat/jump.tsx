"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import type { Sought } from "@/lib/client/message-store";
import { useChat } from "./conversations-provider";

/** A message that is to be looked at. Each jump is another one, also to the same message. */
export interface JumpTarget {
  seq: number;
}
interface Jump {
  target: JumpTarget | null;
  jumpTo(seq: number): Promise<Sought>;
}

const JumpContext = createContext<Jump | null>(null);

/** Around one conversation: the log in it can be sent to any of its messages. */
export function JumpProvider({ conversationId, children }: { conversationId: number; children: ReactNode }) {
  const { messages } = useChat();
  const [target, setTarget] = useState<JumpTarget | null>(null);
  const jumpTo = useCallback(
    async (seq: number) => {
      const sought = await messages.showAround(conversationId, seq);
      if (sought === "there") setTarget({ seq });
      return sought;
    },
    [messages, conversationId],
  );
  const jump = useMemo(() => ({ target, jumpTo }), [target, jumpTo]);
  return <JumpContext value={jump}>{children}</JumpContext>;
}

function useJump(): Jump {
  const jump = useContext(JumpContext);
  if (!jump) throw new Error("JumpProvider is missing above this component");
  return jump;
}

/**
 * Brings a message of the open conversation before the reader's eyes, by its seq: loads what is around it if need be,
 * puts it into the middle of the view and lights it up for a moment. @throws ApiError
 */
export function useJumpTo(): (seq: number) => Promise<Sought> {
  return useJump().jumpTo;
}

/** For the log: where it was last sent. */
export function useJumpTarget(): JumpTarget | null {
  return useJump().target;
}
