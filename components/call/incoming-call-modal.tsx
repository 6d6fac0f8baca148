"use client";

import clsx from "clsx";
import { Phone, VolumeX, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef } from "react";
import { useI18n } from "@/components/ui/i18n";
import type { CallState } from "@/lib/client/call-client-state";
import { CallAction } from "./call-action";
import { chatPath, useCall } from "./call-context";
import { CallingFace, callCardClass } from "./calling-face";
import { useAttention } from "./use-attention";

/** How long Enter and Space do nothing, so that a person who is typing does not answer, in milliseconds. */
const DEAF_MS = 700;

export type IncomingCallModalProps = {
  ring: Extract<CallState, { phase: "incoming" }>;
  /** the browser keeps the ringtone silent */
  silent: boolean;
};

/** A call for the person here, over whatever page they are on. */
export function IncomingCallModal({ ring, silent }: IncomingCallModalProps) {
  const { t } = useI18n();
  const { accept, reject } = useCall();
  const router = useRouter();
  const { person, conversationId, answering } = ring;
  const dialog = useRef<HTMLDialogElement>(null);
  const since = useRef(0);
  const titleId = useId();
  const textId = useId();
  useAttention(t("call.incoming_from", { name: person.name }));
  useLayoutEffect(() => {
    since.current = performance.now();
    dialog.current?.showModal();
    // On neither answer: whoever is typing must not give one.
    dialog.current?.focus();
  }, []);
  useEffect(() => router.prefetch(chatPath(conversationId)), [router, conversationId]);
  const guard = (event: KeyboardEvent) => {
    // A dialog of the page beneath must not close with it.
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== " ") return;
    if (event.repeat || performance.now() - since.current < DEAF_MS) event.preventDefault();
  };
  return (
    // The browser's own modal dialog: above everything, the rest inert, the focus kept inside.
    <dialog
      ref={dialog}
      role="alertdialog"
      tabIndex={-1}
      aria-labelledby={titleId}
      aria-describedby={textId}
      className={clsx(
        callCardClass,
        "pointer-events-auto m-0 max-h-none max-w-none backdrop:bg-veil backdrop:backdrop-blur-[2px]",
      )}
      onKeyDown={guard}
      onKeyUp={guard}
      onCancel={(event) => {
        // It closes when the call says so.
        event.preventDefault();
        reject();
      }}
    >
      <CallingFace person={person} ringing={!answering} loud={silent}>
        <p id={titleId} className="text-soft">
          {answering ? t("call.state.connecting") : t("call.incoming")}
        </p>
        <p id={textId} className="sr-only">
          {t("call.incoming_from", { name: person.name })}
        </p>
        {silent && (
          <p className="mt-3 flex max-w-[36ch] items-center gap-2 text-balance text-brand-ink text-sm">
            <VolumeX aria-hidden="true" size={18} />
            {t("call.sound_blocked")}
          </p>
        )}
      </CallingFace>
      <div className="flex w-full max-w-[420px] justify-between px-6 md:mt-4.5 md:grid md:grid-cols-2 md:gap-3 md:px-0">
        <CallAction
          label={t("call.reject")}
          variant="danger"
          icon={<X aria-hidden="true" className="size-[30px] md:size-5" />}
          onClick={reject}
        />
        <CallAction
          label={t("call.accept")}
          variant="answer"
          icon={<Phone aria-hidden="true" className="size-[30px] md:size-5" />}
          onClick={accept}
          disabled={answering}
        />
      </div>
    </dialog>
  );
}
