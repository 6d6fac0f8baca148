"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useRealtime } from "@/components/realtime/realtime-provider";
import { ApiError } from "@/lib/client/api";
import { useChat } from "./conversations-provider";

export interface History {
  state: "idle" | "loading" | "failed";
  /** Loads the next page on one side, unless one is on its way or has failed. */
  need(which: "older" | "newer"): void;
  /** Tries once more. */
  again(): void;
}

/** Loads the pages of a conversation as the reader comes near them. */
export function useHistory(conversationId: number): History {
  const { messages } = useChat();
  const realtime = useRealtime();
  const [state, setState] = useState<History["state"]>("idle");
  const now = useRef(state);
  const turn = useCallback((next: History["state"]) => {
    now.current = next;
    setState(next);
  }, []);
  const need = useCallback(
    (which: "older" | "newer") => {
      // After a failure the person decides: asking by itself again would go on for ever.
      if (now.current !== "idle") return;
      turn("loading");
      const load = which === "older" ? messages.loadOlder : messages.loadNewer;
      load(conversationId).then(
        () => turn("idle"),
        (error: unknown) => {
          turn("failed");
          if (!(error instanceof ApiError)) throw error;
        },
      );
    },
    [messages, conversationId, turn],
  );
  // The log asks anew with every change, so forgetting the failure is enough.
  const again = useCallback(() => now.current === "failed" && turn("idle"), [turn]);
  useEffect(() => realtime?.onConnected(again), [realtime, again]);
  return { state, need, again };
}
