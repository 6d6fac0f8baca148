"use client";

import * as Radix from "@radix-ui/react-dialog";
import { AudioLines, ChevronDown, Mic, MicOff, PhoneOff } from "lucide-react";
import "@/components/ui/style-nonce";
import { useI18n } from "@/components/ui/i18n";
import { IconButton } from "@/components/ui/icon-button";
import { CallAction } from "./call-action";
import { useCall } from "./call-context";
import { CallTimer } from "./call-timer";
import { CallingFace, callCardClass } from "./calling-face";
import { type ActiveCall, Happening } from "./happening";
import { QualityBars } from "./quality-bars";
import { VoiceLine } from "./voice-line";

export type CallViewProps = {
  call: ActiveCall;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSound: () => void;
};

/** The running call as the whole screen of a phone: the face, the voice, and two buttons far apart. */
export function CallView({ call, open, onOpenChange, onSound }: CallViewProps) {
  const { t } = useI18n();
  const { toggleMute, hangUp, level } = useCall();
  const { person, muted, media } = call;
  const big = "size-[30px] md:size-5";
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          className={callCardClass}
          // On no button: a tap that opened it must not be followed by one that hangs up.
          onOpenAutoFocus={(event) => event.preventDefault()}
        >
          <Radix.Title className="sr-only">{t("call.view.title", { name: person.name })}</Radix.Title>
          <div className="absolute inset-x-3 top-[calc(12px+env(safe-area-inset-top))] flex justify-between">
            <Radix.Close asChild>
              <IconButton label={t("call.view.close")}>
                <ChevronDown aria-hidden="true" size={26} />
              </IconButton>
            </Radix.Close>
            <IconButton label={t("call.sound.title")} onClick={onSound}>
              <AudioLines aria-hidden="true" size={24} />
            </IconButton>
          </div>
          <CallingFace person={person} ringing={false}>
            <div className="grid min-h-8 content-start justify-items-center gap-1 text-soft">
              {media !== "connecting" && <CallTimer since={call.since} />}
              <Happening call={call} className="max-w-[34ch] text-balance empty:hidden" />
              <QualityBars worded />
            </div>
            <div className="mt-8 h-16 text-brand md:mt-3 md:h-10">
              {media === "connected" && (
                <span className="grid h-full scale-[2.2] place-items-center md:scale-100">
                  <VoiceLine level={level} />
                </span>
              )}
            </div>
          </CallingFace>
          <div className="flex w-full max-w-[420px] justify-between px-6 md:mt-4.5 md:grid md:grid-cols-2 md:gap-3 md:px-0">
            <CallAction
              label={t(muted ? "call.unmute" : "call.mute")}
              variant="soft"
              icon={muted ? <MicOff aria-hidden="true" className={big} /> : <Mic aria-hidden="true" className={big} />}
              onClick={toggleMute}
            />
            <CallAction
              label={t("call.hang_up")}
              variant="danger"
              icon={<PhoneOff aria-hidden="true" className={big} />}
              onClick={hangUp}
            />
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
