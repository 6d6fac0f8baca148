"use client";

import { EmptyState } from "@/components/ui/empty-state";
import { useI18n } from "@/components/ui/i18n";
import { useConversations } from "./chat-hooks";

/** The pane of a wide screen before a conversation is chosen. */
export function PickConversation() {
  const { t } = useI18n();
  // With an empty list, the list itself says what to do.
  if (useConversations().length === 0) return <div className="flex-1 bg-sunk/60" />;
  return (
    <div className="grid flex-1 place-items-center bg-sunk/60">
      <EmptyState drawing="chats" title={t("chat.pick.title")} text={t("chat.pick.text")} />
    </div>
  );
}
