"use client";

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "@/lib/client/api";
import type { Thread } from "@/lib/client/message-store-merge";
import { useChat } from "./conversations-provider";

/** How far above the view older messages are fetched already. */
const AHEAD = "800px 0px 0px 0px";

export interface History {
  /** stands above the oldest message; its coming near loads more */
  sentinel: RefObject<HTMLDivElement | null>;
  state: "idle" | "loading" | "failed";
  load(): void;
}

/** Loads older messages, a page at a time, as the reader comes near them. */
export function useHistory(conversationId: number, thread: Thread, box: RefObject<HTMLElement | null>): History {
  const { messages } = useChat();
  const sentinel = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<History["state"]>("idle");
  const load = useCallback(() => {
    setState("loading");
    messages.loadOlder(conversationId).then(
      () => setState("idle"),
      (error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        setState("failed");
      },
    );
  }, [messages, conversationId]);
  const oldest = thread.messages[0]?.seq;
  useEffect(() => {
    // After a failure the person decides: asking by itself again would go on for ever.
    if (!thread.has_older || oldest === undefined || state !== "idle" || !sentinel.current) return;
    // A busy browser tells several changes at once, and only the last of them is still so.
    const observer = new IntersectionObserver((changes) => changes.at(-1)?.isIntersecting && load(), {
      root: box.current,
      rootMargin: AHEAD,
    });
    observer.observe(sentinel.current);
    return () => observer.disconnect();
  }, [thread.has_older, oldest, state, load, box]);
  return { sentinel, state, load };
}
