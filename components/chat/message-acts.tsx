"use client";

import { Copy, Forward, Info, Pencil, Reply, Star, StarOff, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { isStarred } from "@/lib/client/message-changes";
import type { Message } from "@/lib/contracts/chat";
import { useCompose } from "./compose-mode";
import { useChat } from "./conversations-provider";
import { type MessageQuestion, useMessageMenu } from "./message-menu-context";
import { canEdit } from "./message-rules";
import { useMessageChange } from "./use-message-change";

export interface MessageAct {
  label: string;
  icon: ReactNode;
  danger?: boolean;
  run(): void;
}

/** Whether one has starred a message; what is not stored yet cannot be. */
export function useStarred(message: Message | null): boolean {
  const { marks, actions } = useChat();
  const { id = 0, conversation_id = 0 } = message ?? {};
  const mark = useStore(marks.store, (state) => state.marks[conversation_id]?.of[id]);
  return useStore(actions.store, ({ pending }) => isStarred(id, mark, pending));
}

/** What can be done with a message, in the order of the menu. `ask` opens what asks or shows more. */
export function useMessageActs(message: Message, ask: (question: MessageQuestion) => void): MessageAct[] {
  const { t } = useI18n();
  const { me } = useChat();
  const { reply, edit } = useCompose();
  const { writable } = useMessageMenu();
  const change = useMessageChange();
  const notify = useNotice();
  const starred = useStarred(message);
  const icon = { "aria-hidden": true, size: 18 } as const;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(message.message);
      notify({ text: t("actions.copied"), tone: "good", stay: 2000 });
    } catch {
      // Without a secure page or its permission there is no clipboard.
      notify({ text: t("actions.not_copied"), tone: "bad" });
    }
  };
  const stands = message.deleted_at === null && message.type !== "call";
  const acts: (MessageAct | false)[] = [
    stands &&
      writable && {
        label: t("actions.reply"),
        icon: <Reply {...icon} className="mirror" />,
        run: () => reply(message),
      },
    stands && message.message !== "" && { label: t("actions.copy"), icon: <Copy {...icon} />, run: () => void copy() },
    stands && {
      label: t("actions.forward"),
      icon: <Forward {...icon} className="mirror" />,
      run: () => ask("forward"),
    },
    stands && {
      label: t(starred ? "actions.unstar" : "actions.star"),
      icon: starred ? <StarOff {...icon} /> : <Star {...icon} />,
      run: () => void change(message, { kind: "star", starred: !starred }),
    },
    writable &&
      canEdit(message, me) && { label: t("actions.edit"), icon: <Pencil {...icon} />, run: () => edit(message) },
    stands &&
      message.sender_id === me && { label: t("actions.info"), icon: <Info {...icon} />, run: () => ask("info") },
    { label: t("actions.delete"), icon: <Trash2 {...icon} />, danger: true, run: () => ask("delete") },
  ];
  return acts.filter((act) => act !== false);
}
