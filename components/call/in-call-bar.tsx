"use client";

import { MessageCircle, Mic, MicOff, PhoneOff } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { useI18n } from "@/components/ui/i18n";
import type { CallState } from "@/lib/client/call-client-state";
import { chatPath, useCall } from "./call-context";
import { VoiceLine } from "./voice-line";

type Active = Extract<CallState, { phase: "active" }>;

const pill =
  "inline-flex min-h-11 min-w-11 select-none items-center justify-center gap-2 rounded-surface px-3 font-medium text-sm transition-[background-color,filter] focus-visible:outline-current md:px-3.5";
const calm = `${pill} bg-on-fill/18 hover:bg-on-fill/28 aria-pressed:bg-on-fill aria-pressed:text-live`;

/** The running call: with whom, how long, mute, hang up, and the way back to its conversation. */
export function InCallBar({ call }: { call: Active }) {
  const { t } = useI18n();
  const { toggleMute, hangUp, level, voiceBlocked } = useCall();
  const path = usePathname();
  const { person, media, muted, conversationId } = call;
  const home = chatPath(conversationId);
  return (
    <section
      aria-label={t("call.region")}
      className="flex min-h-13 shrink-0 animate-fade items-center gap-2.5 bg-live ps-3 pe-2 pt-[env(safe-area-inset-top)] text-on-fill text-sm md:gap-3.5 md:px-4"
    >
      <Avatar id={person.id} name={person.name} src={person.avatar} size={28} className="max-sm:hidden!" />
      <b className="min-w-0 truncate font-semibold">
        <bdi>{person.name}</bdi>
      </b>
      {media !== "connecting" && <CallTimer since={call.since} />}
      <Happening call={call} voiceBlocked={voiceBlocked} />
      {media === "connected" && (
        <span className="max-md:hidden">
          <VoiceLine level={level} />
        </span>
      )}
      <span className="flex-1" />
      <button type="button" className={calm} onClick={toggleMute} aria-label={t(muted ? "call.unmute" : "call.mute")}>
        {muted ? <MicOff aria-hidden="true" size={18} /> : <Mic aria-hidden="true" size={18} />}
        <Wide>{t(muted ? "call.unmute" : "call.mute")}</Wide>
      </button>
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
    </section>
  );
}

function Happening({ call, voiceBlocked }: { call: Active; voiceBlocked: boolean }) {
  const { t } = useI18n();
  const { media, person } = call;
  return (
    <span aria-live="polite" className="min-w-0 truncate empty:hidden">
      {media === "connecting" && t("call.state.connecting")}
      {media === "interrupted" && t("call.state.reconnecting")}
      {media === "connected" && voiceBlocked && t("call.voice_blocked", { name: person.name })}
    </span>
  );
}

function CallTimer({ since }: { since: number }) {
  const { t, duration } = useI18n();
  const [now, setNow] = useState(since);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="timer" aria-label={t("call.timer")}>
      {duration((now - since) / 1000)}
    </span>
  );
}

function Wide({ children }: { children: ReactNode }) {
  return (
    <span aria-hidden="true" className="max-md:hidden">
      {children}
    </span>
  );
}
