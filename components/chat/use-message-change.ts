"use client";

import { useCallback } from "react";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { refusalOf } from "@/components/ui/use-attempt";
import type { Change } from "@/lib/client/message-changes";
import type { Message } from "@/lib/contracts/chat";
import { useChat } from "./conversations-provider";

/** Changes a message, shown at once; where that fails it is taken back with a word. Answers whether it went well. */
export function useMessageChange(): (message: Message, change: Change) => Promise<boolean> {
  const { actions } = useChat();
  const { t } = useI18n();
  const notify = useNotice();
  return useCallback(
    async (message, change) => {
      try {
        await actions.change(message, change);
        return true;
      } catch (error) {
        notify({ text: refusalOf(error, t).message, tone: "bad" });
        return false;
      }
    },
    [actions, notify, t],
  );
}
