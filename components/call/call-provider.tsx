"use client";

import { type ReactNode, useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { useRealtime, useSignedIn } from "@/components/realtime/realtime-provider";
import { useI18n } from "@/components/ui/i18n";
import { useNotice } from "@/components/ui/notice";
import { type CallClient, createCallClient } from "@/lib/client/call-client";
import type { DeviceChange } from "@/lib/client/call-client-own-voice";
import { deviceId } from "@/lib/client/device-id";
import { unlockSound } from "@/lib/client/ringer";
import type { User } from "@/lib/contracts/users";
import { prepareCallBar } from "./call-bar";
import { CallContext, useCall } from "./call-context";
import { onDemand } from "./on-demand";
import { useMissedNote } from "./use-missed-note";
import { whenIdle } from "./when-idle";

const layer = onDemand(async () => (await import("./call-layer")).CallLayer);

function prepare(): void {
  layer.load();
  prepareCallBar();
}

/** Holds this tab's call above every page, so that moving between pages never drops it, and shows it. */
export function CallProvider({ children }: { children: ReactNode }) {
  const realtime = useRealtime();
  const { id: userId } = useSignedIn();
  const [client, setClient] = useState<CallClient | null>(null);
  const [voiceBlocked, setVoiceBlocked] = useState(false);
  const { t } = useI18n();
  const notify = useNotice();
  const onDevice = useEffectEvent((change: DeviceChange) => {
    if (change.gone === "speaker") return notify(t("call.sound.speaker_gone"));
    const { label } = change;
    notify(label ? t("call.sound.moved", { label }) : t("call.sound.moved_unnamed"));
  });
  // Pressed in the first moments of a page, before there is a socket.
  const wish = useRef<((ready: CallClient) => void) | null>(null);
  const start = useCallback(
    (conversationId: number, person: User) => {
      const ring = (ready: CallClient) => void ready.start(conversationId, person);
      if (client) ring(client);
      else wish.current = ring;
    },
    [client],
  );
  useEffect(() => {
    if (!realtime) return;
    let opened: CallClient | null = null;
    let left = false;
    void deviceId().then((id) => {
      if (left) return;
      opened = createCallClient({
        self: { userId, deviceId: id },
        realtime,
        onBlocked: setVoiceBlocked,
        onDevice: (change) => onDevice(change),
      });
      setClient(opened);
      wish.current?.(opened);
      wish.current = null;
    });
    return () => {
      left = true;
      setClient(null);
      opened?.close();
    };
  }, [realtime, userId]);
  useMissedNote();
  useEffect(unlockSound, []);
  // A ring must be seen at once: its code is there before the first one comes.
  useEffect(() => whenIdle(prepare), []);
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
