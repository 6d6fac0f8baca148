"use client";

import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { MAX_MESSAGE_LENGTH, Message } from "@/lib/contracts/chat";
import { useCompose, useComposeMode } from "./compose-mode";
import type { Tray } from "./composer-tray";
import { useChat } from "./conversations-provider";
import { lastEditable } from "./message-rules";
import { useMessageChange } from "./use-message-change";
import { shownOf } from "./use-shown";

// The contract's own number; its type holds them equal without bringing the contract to the browser.
const maxLength: typeof MAX_MESSAGE_LENGTH = 10_000;

/** What stands in the field, and what becomes of it: a new message, an answer, or one's own words written anew. */
export function useWriting(conversationId: number, tray: Tray) {
  const chat = useChat();
  const { outbox, drafts, sayTyping } = chat;
  const mode = useComposeMode();
  const compose = useCompose();
  const changeMessage = useMessageChange();
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const over = text.length - maxLength;
  const edited = mode.kind === "edit" ? mode.message : null;
  // A picture or a file can stand without words.
  const some = text.trim() !== "" || (edited ? edited.attachment !== null : tray.files.length > 0);
  const canSend = some && over <= 0;

  useEffect(() => {
    // Typed before the page was alive, or kept from before.
    if (field.current?.value) drafts.write(conversationId, field.current.value);
    setText(drafts.read(conversationId));
    if (hasKeyboard()) field.current?.focus({ preventScroll: true });
    return () => {
      drafts.settle(conversationId);
      sayTyping(conversationId, false);
    };
  }, [conversationId, drafts, sayTyping]);

  const isEdit = mode.kind === "edit";
  useEffect(() => {
    if (isEdit) return;
    // Another device of the person went on with it, or sent it.
    return drafts.follow((id, draft) => id === conversationId && setText(draft));
  }, [conversationId, drafts, isEdit]);

  const [shownMode, setShownMode] = useState(mode);
  if (mode !== shownMode) {
    setShownMode(mode);
    // What is edited takes the place of what was begun, which comes back afterwards.
    if (mode.kind === "edit") setText(mode.text);
    else if (shownMode.kind === "edit") setText(drafts.read(conversationId));
  }
  useEffect(() => {
    if (mode.kind === "new") return;
    field.current?.focus({ preventScroll: true });
    if (mode.kind === "edit") field.current?.setSelectionRange(mode.text.length, mode.text.length);
  }, [mode]);

  const change = (next: string) => {
    setText(next);
    if (edited) return;
    drafts.write(conversationId, next);
    sayTyping(conversationId, next.trim() !== "");
  };
  const save = async (message: Message, next: string) => {
    if (next === message.message) return;
    // What was written is not lost: it stands in the field again.
    if (!(await changeMessage(message, { kind: "edit", text: next }))) compose.edit(message, next);
  };
  /** What the next message answers; the one after it answers nothing. */
  const takeReply = () => {
    compose.clear();
    return mode.kind === "reply" ? { reply_to_id: mode.message.id } : {};
  };
  const send = () => {
    if (!canSend) return;
    const reply = takeReply();
    if (edited) return void save(edited, text.trim());
    const [first, ...more] = tray.files.map(({ id: _, ...file }) => file);
    outbox.add(conversationId, text.trim(), { ...(first && { file: first }), ...reply });
    for (const file of more) outbox.add(conversationId, "", { file });
    tray.clear();
    change("");
    field.current?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Keys of an input method's composition are not meant for us; 229 is how Safari says so.
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape" && mode.kind !== "new") {
      event.preventDefault();
      compose.clear();
    }
    if (event.key === "ArrowUp" && text === "" && mode.kind === "new") {
      const last = lastEditable(shownOf(chat, conversationId), chat.me);
      if (!last) return;
      event.preventDefault();
      compose.edit(last);
    }
    if (event.key !== "Enter" || event.shiftKey || !hasKeyboard()) return;
    event.preventDefault();
    send();
  };
  return { field, text, over, some, canSend, edited, change, send, takeReply, onKeyDown };
}

/** Whether Enter can send: a touch keyboard has no Shift+Enter for a new line. */
function hasKeyboard(): boolean {
  return !window.matchMedia("(hover: none) and (pointer: coarse)").matches;
}
