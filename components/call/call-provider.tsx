"use client";

import { type ReactNode, useCallback, useEffect, useMemo, useState } from "react";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { onDemand } from "@/components/ui/on-demand";
import { unlockSound } from "@/lib/client/call-client-audio";
import type { User } from "@/lib/contracts/users";
import { prepareCallBar } from "./call-bar";
import { CallContext, useCall } from "./call-context";
import { useCallClient } from "./use-call-client";
import { useMissedNote } from "./use-missed-note";

const layer = onDemand(async () => (await import("./call-layer")).CallLayer);

function prepare(): void {
  layer.load();
  prepareCallBar();
}

/** Holds this tab's call above every page, so that moving between pages never drops it, and shows it. */
export function CallProvider({ children }: { children: ReactNode }) {
  const [voiceBlocked, setVoiceBlocked] = useState(false);
  const { t } = useI18n();
  const notify = useNotice();
  const { client, withClient } = useCallClient({
    onNeeded: prepare,
    onBlocked: setVoiceBlocked,
    onDevice(change) {
      if (change.gone === "speaker") return notify(t("call.sound.speaker_gone"));
      const { label } = change;
      notify(label ? t("call.sound.moved", { label }) : t("call.sound.moved_unnamed"));
    },
  });
  const start = useCallback(
    async (conversationId: number, person: User) => {
      const became = await withClient((ready) => void ready.start(conversationId, person));
      if (became === "late") notify({ text: t("call.unreachable"), tone: "bad" });
    },
    [withClient, notify, t],
  );
  useMissedNote();
  useEffect(unlockSound, []);
  const value = useMemo(() => ({ client, start, voiceBlocked }), [client, start, voiceBlocked]);
  return (
    <CallContext value={value}>
      {children}
      <WhileInCall />
    </CallContext>
  );
}

function WhileInCall() {
  const { state } = useCall();
  const inCall = state.phase !== "idle";
  const CallLayer = layer.useComponent(inCall);
  return inCall && CallLayer ? <CallLayer /> : null;
}
