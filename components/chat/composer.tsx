"use client";

import clsx from "clsx";
import { Check, Mic, SendHorizontal } from "lucide-react";
import { useId, useLayoutEffect } from "react";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import { useHydrated } from "@/components/ui/use-hydrated";
import { isRefusedForGood } from "@/lib/client/outbox-rules";
import { VOICE_BITS_PER_SECOND } from "@/lib/client/voice-recorder";
import type { MAX_VOICE_MS } from "@/lib/contracts/uploads";
import { useWaiting } from "./chat-hooks";
import { ComposerAttach } from "./composer-attach";
import { ComposerFiles } from "./composer-files";
import type { Tray } from "./composer-tray";
import { useChat } from "./conversations-provider";
import { ReplyBar } from "./reply-bar";
import { useWriting } from "./use-writing";
import { useRecording } from "./voice-recording";
import { VoiceRecordingBar } from "./voice-recording-bar";

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
  const { outbox } = useChat();
  const refusal = useRefusal(conversationId);
  const writing = useWriting(conversationId, tray);
  const { field, text, over, some, canSend, edited, change, send, onKeyDown } = writing;
  const noteId = useId();
  const hydrated = useHydrated();
  const recording = useRecording({
    longest: longestVoice(fileLimit),
    onSend: (file) => outbox.add(conversationId, "", { file, ...writing.takeReply() }),
    onEnded: tray.keep,
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is what makes the field grow
  useLayoutEffect(() => {
    const box = field.current;
    if (!box) return;
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight + 2, MAX_HEIGHT)}px`;
    box.style.overflowY = box.scrollHeight + 2 > MAX_HEIGHT ? "auto" : "hidden";
  }, [text, refusal, recording.phase, field]);

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
      <ReplyBar />
      {!edited && <ComposerFiles tray={tray} />}
      {recording.phase === "idle" ? (
        <div className="flex items-end gap-2">
          {/* What is written has a direction of its own, so room at the ends is this one's. */}
          <div
            className={clsx(
              "flex min-w-0 flex-1 items-end rounded-[18px] border border-edge bg-surface transition-[border-color,box-shadow] has-[textarea:focus]:border-brand has-[textarea:focus]:ring-3 has-[textarea:focus]:ring-brand/25 has-[textarea[aria-invalid]]:border-no",
              edited && "ps-3",
              (some || edited) && "pe-3",
            )}
          >
            {!edited && <ComposerAttach tray={tray} />}
            <textarea
              ref={field}
              rows={1}
              dir="auto"
              value={text}
              aria-label={t("chat.message")}
              placeholder={tray.files.length > 0 && !edited ? t("files.caption") : t("chat.message")}
              aria-describedby={over > 0 ? noteId : undefined}
              aria-invalid={over > 0 || undefined}
              enterKeyHint="enter"
              onChange={(event) => change(event.target.value)}
              onKeyDown={onKeyDown}
              onPaste={edited ? undefined : tray.onPaste}
              className="min-h-[46px] min-w-0 flex-1 resize-none bg-transparent px-1 py-[10px] leading-[26px] focus:outline-none"
            />
            {!some && !edited && (
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
            label={t(edited ? "actions.save" : "chat.send")}
            variant={canSend ? "primary" : "quiet"}
            size="large"
            // Before the page is alive a press would submit the form to nowhere.
            disabled={!hydrated}
            aria-disabled={!canSend || undefined}
            // A press would take the focus from the text and close a phone's keyboard.
            onPointerDown={(event) => event.preventDefault()}
          >
            {edited ? (
              <Check aria-hidden="true" size={22} />
            ) : (
              <SendHorizontal aria-hidden="true" size={21} className="mirror" />
            )}
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

/** Why nothing can be written here, as the server has said; null while nothing was refused. */
function useRefusal(conversationId: number): string | null {
  const { t } = useI18n();
  return useWaiting(conversationId).some(isRefusedForGood) ? t("chat.cannot_write") : null;
}
