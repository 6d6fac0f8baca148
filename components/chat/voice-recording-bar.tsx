"use client";

import clsx from "clsx";
import { ChevronLeft, Mic, SendHorizontal, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import type { VoiceRecorder } from "@/lib/client/voice-recorder";
import { type Recording, SLIDE_PX } from "./voice-recording";

/** In place of the composer while a voice note is recorded: how long, how loud, and the ways out. */
export function VoiceRecordingBar({ recording }: { recording: Recording }) {
  const { t } = useI18n();
  const { recorder, locked, slid } = recording;
  return (
    <section aria-label={t("files.recording")} className="flex animate-fade items-center gap-2">
      <div
        className="flex h-12 min-w-0 flex-1 items-center gap-1 overflow-hidden rounded-[18px] border border-edge bg-surface pe-4"
        style={{ opacity: 1 - Math.min(0.7, (slid / SLIDE_PX) * 0.7) }}
      >
        <IconButton label={t("files.discard")} onClick={recording.cancel} className="hover:text-no-ink!">
          <Trash2 aria-hidden="true" size={20} />
        </IconButton>
        <span aria-hidden="true" className="size-2.5 shrink-0 animate-breathe rounded-full bg-no" />
        <Elapsed recorder={recorder} />
        <LiveWave recorder={recorder} />
        {!locked && (
          <span className="flex shrink-0 items-center text-sm text-soft">
            <ChevronLeft aria-hidden="true" size={18} className="mirror" />
            {t("files.slide")}
          </span>
        )}
      </div>
      {locked ? (
        <IconButton
          label={t("files.send_voice")}
          variant="primary"
          size="large"
          onClick={recording.send}
          aria-disabled={!recorder || undefined}
          // Whoever began by keyboard goes on by keyboard.
          ref={(button) => button?.focus({ preventScroll: true })}
        >
          <SendHorizontal aria-hidden="true" size={21} className="mirror" />
        </IconButton>
      ) : (
        <span className="grid size-12 shrink-0 scale-125 place-items-center rounded-full bg-brand text-on-brand shadow-float">
          <Mic aria-hidden="true" size={22} />
        </span>
      )}
    </section>
  );
}

/** Looks at a recorder every `ms` milliseconds. */
function useLook(ms: number): void {
  const [, look] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => look((turn) => turn + 1), ms);
    return () => clearInterval(timer);
  }, [ms]);
}

function Elapsed({ recorder }: { recorder: VoiceRecorder | null }) {
  const { duration } = useI18n();
  useLook(250);
  return (
    <span role="timer" dir="ltr" className="ms-1.5 shrink-0 font-medium">
      {duration(Math.floor((recorder?.elapsed() ?? 0) / 1000))}
    </span>
  );
}

/** What was heard lately; the newest at the end of the line. */
const BARS = 96;

function LiveWave({ recorder }: { recorder: VoiceRecorder | null }) {
  useLook(100);
  const levels = recorder?.levels.slice(-BARS) ?? [];
  return (
    <span aria-hidden="true" className="mx-2 flex h-8 min-w-0 flex-1 items-center justify-end gap-0.5 overflow-hidden">
      {levels.map((level, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
          key={index}
          className={clsx("w-0.5 shrink-0 rounded-full bg-brand")}
          style={{ height: Math.max(3, Math.sqrt(level) * 30) }}
        />
      ))}
    </span>
  );
}
