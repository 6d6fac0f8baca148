"use client";

import * as Radix from "@radix-ui/react-alert-dialog";
import { Phone, VolumeX, X } from "lucide-react";
import { useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { veilClass } from "@/components/ui/dialog";
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
  const since = useRef(0);
  useAttention(t("call.incoming_from", { name: person.name }));
  useEffect(() => {
    since.current = performance.now();
    router.prefetch(chatPath(conversationId));
  }, [router, conversationId]);
  const guard = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    if (event.repeat || performance.now() - since.current < DEAF_MS) event.preventDefault();
  };
  return (
    <Radix.Root open onOpenChange={(open) => !open && reject()}>
      <Radix.Portal>
        <Radix.Overlay className={veilClass} />
        <Radix.Content
          className={callCardClass}
          onKeyDownCapture={guard}
          onKeyUpCapture={guard}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            if (event.target instanceof HTMLElement) focusAnswer(event.target);
          }}
        >
          <CallingFace person={person} ringing={!answering} loud={silent}>
            <Radix.Title asChild>
              <p className="text-soft">{answering ? t("call.state.connecting") : t("call.incoming")}</p>
            </Radix.Title>
            <Radix.Description className="sr-only">{t("call.incoming_from", { name: person.name })}</Radix.Description>
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
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Each answer is drawn for a phone and for a desktop; the focus goes to the last one that is shown: Accept. */
function focusAnswer(dialog: HTMLElement): void {
  const shown = [...dialog.querySelectorAll("button")].filter((button) => button.offsetParent !== null);
  (shown.at(-1) ?? dialog).focus();
}
