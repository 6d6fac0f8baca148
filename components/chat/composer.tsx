"use client";

import { Mic, SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import { VOICE_BITS_PER_SECOND } from "@/lib/client/voice-recorder";
import type { MAX_MESSAGE_LENGTH } from "@/lib/contracts/chat";
import type { MAX_VOICE_MS } from "@/lib/contracts/uploads";
import { useWaiting } from "./chat-hooks";
import { ComposerAttach } from "./composer-attach";
import { ComposerFiles } from "./composer-files";
import type { Tray } from "./composer-tray";
import { useChat } from "./conversations-provider";
import { useHydrated } from "./use-hydrated";
import { useRecording } from "./voice-recording";
import { VoiceRecordingBar } from "./voice-recording-bar";

// The contract's own number; its type holds them equal without bringing the contract to the browser.
const maxLength: typeof MAX_MESSAGE_LENGTH = 10_000;

/** Six lines and the padding, in pixels. */
const MAX_HEIGHT = 6 * 26 + 22;

type ComposerProps = {
  conversationId: number;
  tray: Tray;
  /** the server's, in bytes */
  fileLimit: number;
};

/** Where a message is written. What is typed is kept until it is sent. */
export function Composer({ conversationId, tray, fileLimit }: ComposerProps) {
  const { t } = useI18n();
  const { outbox, drafts, sayTyping } = useChat();
  const [text, setText] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  const noteId = useId();
  const hydrated = useHydrated();
  const refusal = useRefusal(conversationId);
  const over = text.length - maxLength;
  const some = text.trim() !== "" || tray.files.length > 0;
  const canSend = some && over <= 0;
  const recording = useRecording({
    longest: longestVoice(fileLimit),
    onSend: (file) => outbox.add(conversationId, "", { file }),
    onEnded: tray.keep,
  });

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
  }, [text, refusal, recording.phase]);

  const change = (next: string) => {
    setText(next);
    drafts.write(conversationId, next);
    sayTyping(conversationId, next.trim() !== "");
  };
  const send = () => {
    if (!canSend) return;
    const [first, ...more] = tray.files.map(({ id: _, ...file }) => file);
    outbox.add(conversationId, text.trim(), first && { file: first });
    for (const file of more) outbox.add(conversationId, "", { file });
    tray.clear();
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
      <ComposerFiles tray={tray} />
      {recording.phase === "idle" ? (
        <div className="flex items-end gap-2">
          <div className="flex min-w-0 flex-1 items-end rounded-[18px] border border-edge bg-surface transition-[border-color,box-shadow] has-[textarea:focus]:border-brand has-[textarea:focus]:ring-3 has-[textarea:focus]:ring-brand/25 has-[textarea[aria-invalid]]:border-no">
            <ComposerAttach tray={tray} />
            <textarea
              ref={field}
              rows={1}
              dir="auto"
              value={text}
              aria-label={t("chat.message")}
              placeholder={tray.files.length > 0 ? t("files.caption") : t("chat.message")}
              aria-describedby={over > 0 ? noteId : undefined}
              aria-invalid={over > 0 || undefined}
              enterKeyHint="enter"
              onChange={(event) => change(event.target.value)}
              onKeyDown={onKeyDown}
              onPaste={tray.onPaste}
              className="min-h-[46px] min-w-0 flex-1 resize-none bg-transparent px-1 py-[10px] leading-[26px] focus:outline-none"
            />
            {!some && (
              <IconButton
                label={t("files.record")}
                disabled={!hydrated}
                {...recording.button}
                className="touch-none select-none"
              >
                <Mic aria-hidden="true" size={21} />
              </IconButton>
            )}
          </div>
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
      ) : (
        <VoiceRecordingBar recording={recording} />
      )}
    </form>
  );
}

/** As long as a voice note may get for a server that takes so many bytes, with room to spare; an hour at most. */
function longestVoice(fileLimit: number): number {
  const longest: typeof MAX_VOICE_MS = 3_600_000;
  return Math.min(longest, (fileLimit * 8 * 1000) / (2 * VOICE_BITS_PER_SECOND));
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
