"use client";

import "@/components/ui/style-nonce";
import * as Dialog from "@radix-ui/react-dialog";
import clsx from "clsx";
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { useI18n } from "@/components/ui/i18n";
import { ClockTime, DayLabel } from "@/components/ui/moments";
import type { Message } from "@/lib/contracts/chat";
import { Picture } from "./attachment-picture";
import { useChat } from "./conversations-provider";
import { useGestures } from "./viewer-gestures";
import { closeViewer, openViewer, viewerStore } from "./viewer-store";

const round =
  "grid size-11 shrink-0 place-items-center rounded-full text-white transition-colors hover:bg-white/15 focus-visible:outline-white disabled:opacity-35";

/** The loaded pictures of a conversation, one at a time over the whole window: zoom, move, next, previous, download. */
export function Viewer({ conversationId }: { conversationId: number }) {
  const { t, dir } = useI18n();
  const pictures = usePictures(conversationId);
  const id = useStore(viewerStore, (state) => state.id);
  const index = pictures.findIndex(({ attachment }) => attachment?.id === id);
  const shown = pictures[index];
  const go = (by: number) => {
    const next = pictures[index + by]?.attachment;
    if (next) openViewer(conversationId, next.id);
  };
  const keys = (event: KeyboardEvent) => {
    const forward = dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") go(event.key === forward ? 1 : -1);
  };
  if (!shown) return null;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && closeViewer()}>
      <Dialog.Portal>
        <Dialog.Content
          aria-describedby={undefined}
          onKeyDown={keys}
          className="fixed inset-0 z-50 flex animate-fade flex-col bg-[oklch(0.13_0.015_265)] text-white"
        >
          <Dialog.Title className="sr-only">{t("files.viewer")}</Dialog.Title>
          <Shown
            key={id}
            message={shown}
            onSwipe={(to) => go((to === "left") === (dir === "ltr") ? 1 : -1)}
            previous={index > 0 ? () => go(-1) : undefined}
            next={index < pictures.length - 1 ? () => go(1) : undefined}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function usePictures(conversationId: number): Message[] {
  const { store } = useChat().messages;
  const window = useStore(store, (state) => state.windows[conversationId]);
  const thread = useStore(store, (state) => state.threads[conversationId]);
  const messages = (window ?? thread)?.messages;
  return useMemo(() => (messages ?? []).filter(({ attachment }) => attachment?.kind === "image"), [messages]);
}

type ShownProps = {
  message: Message;
  onSwipe: (to: "left" | "right") => void;
  previous?: () => void;
  next?: () => void;
};

function Shown({ message, onSwipe, previous, next }: ShownProps) {
  const { t } = useI18n();
  const { me } = useChat();
  const frame = useRef<HTMLDivElement>(null);
  const { attachment, sender } = message;
  const width = attachment?.width || 800;
  const height = attachment?.height || 600;
  const { view, zoomIn, zoomOut, handlers } = useGestures(frame, { width, height }, onSwipe);
  if (!attachment) return null;
  const name = message.sender_id === me ? t("files.own_picture") : t("files.picture_of", { name: sender.name });
  const moving = { transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` };
  return (
    <>
      <header className="flex items-center gap-1 p-2 [padding-block-start:max(0.5rem,env(safe-area-inset-top))]">
        <Dialog.Close aria-label={t("common.close")} title={t("common.close")} className={round}>
          <X aria-hidden="true" size={22} />
        </Dialog.Close>
        <p className="grid min-w-0 flex-1 px-1.5 text-sm leading-snug">
          <bdi className="cut font-medium">{message.sender_id === me ? t("common.you") : sender.name}</bdi>
          <span className="text-white/75 text-xs">
            <DayLabel at={message.created_at} /> · <ClockTime at={message.created_at} />
          </span>
        </p>
        <Round label={t("files.zoom_out")} onClick={zoomOut} disabled={view.scale === 1}>
          <ZoomOut aria-hidden="true" size={20} />
        </Round>
        <Round label={t("files.zoom_in")} onClick={zoomIn}>
          <ZoomIn aria-hidden="true" size={20} />
        </Round>
        <a
          href={attachment.url}
          download={attachment.name}
          aria-label={t("files.download", { name: attachment.name })}
          title={t("files.save")}
          className={round}
        >
          <Download aria-hidden="true" size={20} />
        </a>
      </header>
      <div className="relative min-h-0 flex-1">
        <div
          ref={frame}
          {...handlers}
          className={clsx(
            "absolute inset-0 grid touch-none select-none [container-type:size] place-items-center overflow-hidden",
            view.scale > 1 ? "cursor-grab active:cursor-grabbing" : "cursor-zoom-in",
          )}
        >
          <span
            className="relative block max-h-full max-w-full"
            style={{
              ...moving,
              width: `min(${width}px, 100%, calc(100cqh * ${width / height}))`,
              aspectRatio: `${width} / ${height}`,
            }}
          >
            {attachment.thumb_url && (
              <Picture src={attachment.thumb_url} alt="" className="absolute inset-0 size-full" />
            )}
            <Picture src={attachment.url} alt={name} draggable={false} className="absolute inset-0 size-full" />
          </span>
        </div>
        <Side at="start" label={t("files.previous")} onClick={previous} />
        <Side at="end" label={t("files.next")} onClick={next} />
      </div>
      {message.message && (
        <p
          dir="auto"
          className="max-h-[25dvh] overflow-y-auto whitespace-pre-wrap px-5 py-3 text-center wrap-anywhere [padding-block-end:max(0.75rem,env(safe-area-inset-bottom))]"
        >
          {message.message}
        </p>
      )}
    </>
  );
}

function Round({
  label,
  children,
  ...rest
}: {
  label: string;
  onClick: () => void;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <button type="button" aria-label={label} title={label} className={round} {...rest}>
      {children}
    </button>
  );
}

function Side({ at, label, onClick }: { at: "start" | "end"; label: string; onClick?: () => void }) {
  if (!onClick) return null;
  const Icon = at === "start" ? ChevronLeft : ChevronRight;
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className={clsx(
        round,
        "absolute top-1/2 hidden -translate-y-1/2 bg-black/45 pointer-fine:grid",
        at === "start" ? "start-3" : "end-3",
      )}
    >
      <Icon aria-hidden="true" size={24} className="mirror" />
    </button>
  );
}
