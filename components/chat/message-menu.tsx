"use client";

import { type ReactNode, useCallback, useMemo, useState } from "react";
import { later } from "@/components/ui/later";
import type { User } from "@/lib/contracts/users";
import { MenuContext, type MessageQuestion, type Opened } from "./message-menu-context";

const MessageMenuList = later(() => import("./message-menu-list").then((file) => file.MessageMenuList));
const MessageSheet = later(() => import("./message-sheet").then((file) => file.MessageSheet));
const DeleteDialog = later(() => import("./delete-dialog").then((file) => file.DeleteDialog));
const ForwardDialog = later(() => import("./forward-dialog").then((file) => file.ForwardDialog));
const InfoDialog = later(() => import("./info-dialog").then((file) => file.InfoDialog));
const EmojiDialog = later(() => import("./emoji-dialog").then((file) => file.EmojiDialog));

type MessageMenuProviderProps = { other: User; writable: boolean; reactable: boolean; children: ReactNode };

/** Around one conversation: the one menu of all its messages, and what it asks. */
export function MessageMenuProvider({ other, writable, reactable, children }: MessageMenuProviderProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [question, setQuestion] = useState<MessageQuestion | null>(null);
  const open = useCallback((next: Opened) => {
    setOpened(next);
    setQuestion(null);
    setOpen(true);
  }, []);
  const menu = useMemo(() => ({ other, writable, reactable, open }), [other, writable, reactable, open]);
  const message = opened?.message;
  const dialog = (kind: MessageQuestion) => ({
    open: question === kind,
    onOpenChange: (stays: boolean) => {
      if (stays) return;
      setQuestion(null);
      opened?.opener?.focus({ preventScroll: true });
    },
  });
  const list = { open: isOpen && question === null, onOpenChange: setOpen, ask: setQuestion };
  return (
    <MenuContext value={menu}>
      {children}
      {opened &&
        message &&
        (opened.anchor ? (
          <MessageMenuList {...list} message={message} anchor={opened.anchor} opener={opened.opener} />
        ) : (
          <MessageSheet {...list} message={message} />
        ))}
      {message && question === "delete" && <DeleteDialog {...dialog("delete")} message={message} />}
      {message && question === "forward" && <ForwardDialog {...dialog("forward")} message={message} />}
      {message && question === "info" && <InfoDialog {...dialog("info")} message={message} />}
      {message && question === "emoji" && <EmojiDialog {...dialog("emoji")} message={message} />}
    </MenuContext>
  );
}
