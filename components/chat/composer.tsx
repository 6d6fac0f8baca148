"use client";

import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import type { MAX_MESSAGE_LENGTH } from "@/lib/contracts/chat";
import { useWaiting } from "./chat-hooks";
import { useChat } from "./conversations-provider";
import { useHydrated } from "./use-hydrated";

// The contract's own number; its type holds them equal without bringing the contract to the browser.
const maxLength: typeof MAX_MESSAGE_LENGTH = 10_000;

/** Six lines and the padding, in pixels. */
const MAX_HEIGHT = 6 * 26 + 22;

/** Where a message is written. What is typed is kept until it is sent. */
export function Composer({ conversationId }: { conversationId: number }) {
  const { t } = useI18n();
  const { outbox, drafts, sayTyping } = useChat();
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const noteId = useId();
  const hydrated = useHydrated();
  const refusal = useRefusal(conversationId);
  const over = text.length - maxLength;
  const canSend = text.trim() !== "" && over <= 0;

  useEffect(() => {
    // Typed before the page was alive, or kept from before.
    setText(field.current?.value || drafts.read(conversationId));
    if (hasKeyboard()) field.current?.focus({ preventScroll: true });
    return () => {
      drafts.settle(conversationId);
      sayTyping(conversationId, false);
    };
  }, [conversationId, drafts, sayTyping]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what makes the field grow
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, MAX_HEIGHT)}px`;
    box.style.overflowY = box.scrollHeight + 2 > MAX_HEIGHT ? "auto" : "hidden";
  }, [text, refusal]);

  const change = (next: string) => {
    setText(next);
    drafts.write(conversationId, next);
    sayTyping(conversationId, next.trim() !== "");
  };
  const send = () => {
    if (!canSend) return;
    outbox.add(conversationId, text.trim());
    change("");
    field.current?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    // Enter that ends an input method's composition is not meant for us; 229 is how Safari says so.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (!hasKeyboard()) return;
    event.preventDefault();
    send();
  };

  if (refusal)
    return (
      <p className="border-line border-t px-6 py-4.5 text-center text-sm text-soft [padding-block-end:max(1.125rem,env(safe-area-inset-bottom))]">
        {refusal}
      </p>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="mx-auto w-full max-w-[760px] shrink-0 px-3 pt-2 [padding-block-end:max(0.75rem,env(safe-area-inset-bottom))] md:px-5 md:pb-4.5"
    >
      <p id={noteId} aria-live="polite" className="px-4 text-no-ink text-sm empty:hidden not-empty:pb-1.5">
        {over > 0 ? t("chat.too_long", { count: over }) : null}
      </p>
      <div className="flex items-end gap-2">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          aria-label={t("chat.message")}
          placeholder={t("chat.message")}
          aria-describedby={over > 0 ? noteId : undefined}
          aria-invalid={over > 0 || undefined}
          enterKeyHint="enter"
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
          className="min-h-12 min-w-0 flex-1 resize-none rounded-[18px] border border-edge bg-surface px-4 py-[10px] leading-[26px] transition-[border-color,box-shadow] focus:border-brand focus:outline-none focus:ring-3 focus:ring-brand/25 aria-invalid:border-no"
        />
        <IconButton
          type="submit"
          label={t("chat.send")}
          variant={canSend ? "primary" : "quiet"}
          size="large"
          // Before the page is alive a press would submit the form to nowhere.
          disabled={!hydrated}
          aria-disabled={!canSend || undefined}
          // A press would take the focus from the text and close a phone's keyboard.
          onPointerDown={(event) => event.preventDefault()}
        >
          <SendHorizontal aria-hidden="true" size={21} className="mirror" />
        </IconButton>
      </div>
    </form>
  );
}

/** Whether Enter can send: a touch keyboard has no Shift+Enter for a new line. */
function hasKeyboard(): boolean {
  return !window.matchMedia("(hover: none) and (pointer: coarse)").matches;
}

/** Why nothing can be written here, as the server has said; null while nothing was refused. */
function useRefusal(conversationId: number): string | null {
  const { t } = useI18n();
  const refused = useWaiting(conversationId).find(
    ({ failure }) => failure?.code === "forbidden" || failure?.code === "not_found",
  );
  return refused ? t("chat.cannot_write") : null;
}
