"use client";

import { useState } from "react";
import type { KnownConversation } from "@/lib/client/conversation-store-merge";
import { useAttentive } from "./use-attentive";

/**
 * The seq after which "new" begins, or null. It is set when the conversation is opened, and again when something
 * arrives while nobody looks; while one reads, it stays where it is.
 */
export function useUnreadDivider(conversation: KnownConversation): number | null {
  const attentive = useAttentive();
  const { read_seq, unread_count, last_seq } = conversation;
  const [after, setAfter] = useState(unread_count > 0 ? read_seq : null);
  const [lookedUpTo, setLookedUpTo] = useState(last_seq);
  if (attentive && lookedUpTo !== last_seq) setLookedUpTo(last_seq);
  // The first message that comes while nobody looks, with all before it read: news begin here.
  const news = !attentive && last_seq > lookedUpTo && read_seq === lookedUpTo;
  if (news && after !== read_seq) setAfter(read_seq);
  return after;
}
