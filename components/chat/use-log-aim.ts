"use client";

import { useCallback, useEffect, useState } from "react";
import { ApiError } from "@/lib/client/api";
import type { Message } from "@/lib/contracts/chat";
import { useJumpTarget, useJumpTo } from "./jump";
import { everything, lastPart, type Part, partAround } from "./log-part";
import type { Aim } from "./log-shape";

/** How long a message that was jumped to is lit up, in milliseconds; as long as its animation. */
const LIT_MS = 1600;

export interface LogAim {
  /** where the view is to go; another object is another wish */
  aim: { to: Aim };
  /** what is to be mounted */
  part: Part;
  setPart(part: Part): void;
  /** the message that is lit up */
  lit: number | null;
  /** what is new lies further up than what is loaded, and is being fetched: nothing was seen yet */
  seeking: boolean;
  toEnd(): void;
}

/** Where the log is sent: to what is new when it is opened, to a message, to the end. */
export function useLogAim(messages: readonly Message[], unreadAfter: number | null): LogAim {
  const target = useJumpTarget();
  const [part, setPart] = useState(everything);
  const [lit, setLit] = useState<number | null>(null);
  const [aim, setAim] = useState<{ to: Aim }>(() => {
    const unread = unreadAfter === null ? undefined : messages.find(({ seq }) => seq > unreadAfter);
    return { to: unread ? { seq: unread.seq, at: "upper" } : "end" };
  });
  const jumpTo = useJumpTo();
  const [beginsAt] = useState(() =>
    unreadAfter !== null && (messages[0]?.seq ?? 0) > unreadAfter + 1 ? unreadAfter + 1 : null,
  );
  const [seeking, setSeeking] = useState(beginsAt !== null);
  useEffect(() => {
    if (beginsAt === null) return;
    jumpTo(beginsAt)
      .catch((error: unknown) => {
        // Then one begins with what is loaded.
        if (!(error instanceof ApiError)) throw error;
      })
      .finally(() => setSeeking(false));
  }, [beginsAt, jumpTo]);
  const [reached, setReached] = useState(target);
  if (target && target !== reached) {
    setReached(target);
    setPart(partAround(target.seq));
    setAim({ to: { seq: target.seq, at: target.seq === beginsAt ? "upper" : "centre" } });
    setLit(target.seq === beginsAt ? null : target.seq);
  }
  useEffect(() => {
    if (!target) return;
    const timer = setTimeout(setLit, LIT_MS, null);
    return () => clearTimeout(timer);
  }, [target]);
  const newest = messages.at(-1)?.seq;
  const toEnd = useCallback(() => {
    setPart(lastPart(newest));
    setAim({ to: "end" });
  }, [newest]);
  return { aim, part, setPart, lit, seeking, toEnd };
}
