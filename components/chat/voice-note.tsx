"use client";

import clsx from "clsx";
import { Pause, Play } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useMemo } from "react";
import { useStore } from "zustand";
import { useI18n } from "@/components/ui/i18n";
import { nextSpeed, seekVoice, toggleVoice, voicePlayer } from "@/lib/client/voice-player";
import { barsOf } from "@/lib/client/voice-waveform";
import type { AttachmentProps } from "./attachment";
import type { Media } from "./attachment-media";
import { AttachmentProgress } from "./attachment-progress";

/** A voice note in a bubble: to hear, to look at, to go to a place in, and faster. */
export function VoiceNote({ media, clientId }: AttachmentProps) {
  const { t, duration } = useI18n();
  const { key: id, url } = media;
  const mine = useStore(voicePlayer, (state) => state.id === id);
  const playing = useStore(voicePlayer, (state) => state.id === id && state.playing);
  const broken = useStore(voicePlayer, (state) => state.broken === id);
  const speed = useStore(voicePlayer, (state) => state.speed);
  const at = useStore(voicePlayer, (state) => (state.id === id ? state.at : 0));
  const whole = (media.durationMs ?? 0) / 1000;
  return (
    // Sound goes one way, whatever the writing does.
    <span dir="ltr" className="grid w-[min(17.5rem,62vw)]">
      <span className="flex items-center gap-2.5 py-1">
        {url ? (
          <button
            type="button"
            aria-label={t(playing ? "files.pause" : "files.play")}
            title={t(playing ? "files.pause" : "files.play")}
            onClick={() => toggleVoice(id, url)}
            className="grid size-11 shrink-0 place-items-center rounded-full bg-brand text-on-brand transition-[filter,scale] hover:brightness-105 active:scale-95"
          >
            {playing ? (
              <Pause aria-hidden="true" size={20} fill="currentColor" />
            ) : (
              <Play aria-hidden="true" size={20} fill="currentColor" className="translate-x-px" />
            )}
          </button>
        ) : (
          <AttachmentProgress clientId={clientId} name={t("files.voice")} />
        )}
        <span className="grid min-w-0 flex-1 gap-0.5">
          <Wave media={media} at={at} whole={whole} />
          <span className="flex min-h-5 items-center justify-between text-soft text-xs tabular-nums">
            <span>{duration(Math.round(mine && at > 0 ? at : whole))}</span>
            {mine && (
              <button
                type="button"
                aria-label={`${t("files.speed")} ${speed}×`}
                onClick={nextSpeed}
                className="-my-3 grid h-11 min-w-11 place-items-center"
              >
                <span className="rounded-full bg-brand/15 px-2 py-0.5 font-medium text-brand-ink">{speed}×</span>
              </button>
            )}
          </span>
        </span>
      </span>
      {broken && (
        <span role="alert" dir="auto" className="pb-1 text-no-ink text-sm">
          {t("files.unplayable")}
        </span>
      )}
    </span>
  );
}

/** How far an arrow key goes, in seconds. */
const STEP = 3;

function Wave({ media, at, whole }: { media: Media; at: number; whole: number }) {
  const { t, duration } = useI18n();
  const { key: id, url, waveform } = media;
  const bars = useMemo(() => barsOf(waveform), [waveform]);
  const share = whole > 0 ? Math.min(1, at / whole) : 0;
  const go = (seconds: number) => url && seekVoice(id, url, Math.min(whole, Math.max(0, seconds)));
  const point = (event: PointerEvent<HTMLElement>) => {
    if (event.type === "pointermove" && event.buttons === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    go(((event.clientX - box.left) / box.width) * whole);
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowRight: STEP, ArrowUp: STEP, ArrowLeft: -STEP, ArrowDown: -STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    go(at + by);
  };
  return (
    <span
      role="slider"
      tabIndex={url ? 0 : -1}
      aria-label={t("files.position")}
      aria-valuemin={0}
      aria-valuemax={Math.round(whole)}
      aria-valuenow={Math.round(at)}
      aria-valuetext={duration(Math.round(at))}
      aria-disabled={!url}
      onPointerDown={point}
      onPointerMove={point}
      onKeyDown={press}
      className="block h-8 cursor-pointer touch-none rounded-corner"
    >
      <svg aria-hidden="true" viewBox={`0 0 ${bars.length * 4} 32`} preserveAspectRatio="none" className="h-8 w-full">
        {bars.map((bar, index) => {
          const height = Math.max(3, bar * 28);
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
              key={index}
              x={index * 4 + 0.75}
              y={16 - height / 2}
              width={2.5}
              height={height}
              rx={1.25}
              className={clsx(
                "transition-[fill]",
                (index + 0.5) / bars.length <= share ? "fill-brand" : "fill-brand/35",
              )}
            />
          );
        })}
      </svg>
    </span>
  );
}
