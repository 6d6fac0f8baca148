"use client";

import { useI18n } from "@/components/ui/i18n";
import type { CallState } from "@/lib/client/call-client-state";
import type { Translator } from "@/lib/i18n/translator";
import { useCall } from "./call-context";

export type ActiveCall = Extract<CallState, { phase: "active" }>;

/** The one thing of a running call that a person must know now; "" when all is well. What they can mend comes first. */
function wordsOf(call: ActiveCall, voiceBlocked: boolean, t: Translator["t"]): string {
  const { name } = call.person;
  if (call.blame?.kind === "no_path") return t("call.no_path.seeking");
  if (call.media === "connecting") return t("call.state.connecting");
  if (call.media === "interrupted") return t("call.state.reconnecting");
  if (voiceBlocked) return t("call.voice_blocked", { name });
  if (call.trouble) return t(`call.trouble.${call.trouble}`, { name });
  if (call.otherVoice === "broken") return t("call.microphone.other_side", { name });
  if (call.otherVoice === "muted") return t("call.state.other_muted", { name });
  return "";
}

/** What is happening in the call, said aloud when it changes. */
export function Happening({ call, className }: { call: ActiveCall; className?: string }) {
  const { t } = useI18n();
  const { voiceBlocked } = useCall();
  return (
    <span aria-live="polite" className={className}>
      {wordsOf(call, voiceBlocked, t)}
    </span>
  );
}
