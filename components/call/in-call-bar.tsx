"use client";

import { AudioLines, MessageCircle, Mic, MicOff, PhoneOff, PictureInPicture2, Stethoscope } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { useI18n } from "@/components/ui/i18n";
import { chatPath, useCall } from "./call-context";
import { CallTimer } from "./call-timer";
import { CallView } from "./call-view";
import { DeviceMenu } from "./device-menu";
import { FloatingCall, useFloating } from "./floating-call";
import { type ActiveCall, Happening } from "./happening";
import { QualityBars } from "./quality-bars";
import { VoiceLine } from "./voice-line";

const pill =
  "relative inline-flex min-h-11 min-w-11 shrink-0 select-none items-center justify-center gap-2 rounded-surface px-3 font-medium text-sm transition-[background-color,filter] focus-visible:outline-current md:px-3.5";
const calm = `${pill} bg-on-fill/18 hover:bg-on-fill/10 aria-pressed:bg-on-fill aria-pressed:text-live`;

/** The running call: with whom, how long, mute, devices, hang up, and the way back; on a phone it opens to the whole screen. */
export function InCallBar({ call }: { call: ActiveCall }) {
  const { t } = useI18n();
  const { toggleMute, hangUp, level } = useCall();
  const path = usePathname();
  const [whole, setWhole] = useState(false);
  const [sound, setSound] = useState(false);
  const floating = useFloating();
  const { person, media, muted, conversationId } = call;
  const home = chatPath(conversationId);
  return (
    <section
      aria-label={t("call.region")}
      className="relative flex min-h-13 shrink-0 animate-fade items-center gap-2 bg-live ps-3 pe-2 pt-[env(safe-area-inset-top)] text-on-fill text-sm md:gap-3.5 md:px-4"
    >
      <QualityBars />
      <Avatar id={person.id} name={person.name} src={person.avatar} size={28} className="max-sm:hidden!" />
      <div className="min-w-0 flex-1 leading-snug md:flex md:items-center md:gap-3.5">
        <b className="min-w-0 font-semibold">
          <bdi className="cut">{person.name}</bdi>
        </b>
        <span className="flex min-w-0 gap-2 text-[0.8125rem] md:items-center md:gap-3.5 md:text-sm">
          {media !== "connecting" && <CallTimer since={call.since} />}
          <Happening call={call} className="min-w-0 truncate empty:hidden" />
          {media === "connected" && (
            <span className="max-lg:hidden">
              <VoiceLine level={level} />
            </span>
          )}
        </span>
      </div>
      {/* Over the words of the bar and under its buttons. */}
      <button
        type="button"
        className="absolute inset-0 focus-visible:outline-current focus-visible:-outline-offset-4 md:hidden"
        aria-label={t("call.view.open")}
        onClick={() => setWhole(true)}
      />
      <button type="button" className={calm} onClick={toggleMute} aria-label={t(muted ? "call.unmute" : "call.mute")}>
        {muted ? <MicOff aria-hidden="true" size={18} /> : <Mic aria-hidden="true" size={18} />}
        <Wide>{t(muted ? "call.unmute" : "call.mute")}</Wide>
      </button>
      <button
        type="button"
        className={`${calm} max-md:hidden`}
        onClick={() => setSound(true)}
        aria-haspopup="dialog"
        aria-label={t("call.sound.title")}
        title={t("call.sound.title")}
      >
        <AudioLines aria-hidden="true" size={18} />
      </button>
      {floating.supported && !floating.target && (
        <button
          type="button"
          className={`${calm} max-md:hidden`}
          onClick={floating.open}
          aria-label={t("call.view.float")}
          title={t("call.view.float")}
        >
          <PictureInPicture2 aria-hidden="true" size={18} />
        </button>
      )}
      {call.blame?.kind === "no_path" && (
        <Link href="/settings/check" className={calm} aria-label={t("check.why")}>
          <Stethoscope aria-hidden="true" size={18} />
          <Wide>{t("check.why")}</Wide>
        </Link>
      )}
      {path !== home && (
        <Link href={home} className={calm} aria-label={t("call.back_to_chat")}>
          <MessageCircle aria-hidden="true" size={18} />
          <Wide>{t("call.back_to_chat")}</Wide>
        </Link>
      )}
      <button
        type="button"
        className={`${pill} bg-no hover:brightness-110`}
        onClick={hangUp}
        aria-label={t("call.hang_up")}
      >
        <PhoneOff aria-hidden="true" size={18} />
        <Wide>{t("call.hang_up")}</Wide>
      </button>
      <CallView call={call} open={whole} onOpenChange={setWhole} onSound={() => setSound(true)} />
      <DeviceMenu open={sound} onOpenChange={setSound} />
      {floating.target && <FloatingCall call={call} target={floating.target} />}
    </section>
  );
}

function Wide({ children }: { children: ReactNode }) {
  return (
    <span aria-hidden="true" className="max-md:hidden">
      {children}
    </span>
  );
}
