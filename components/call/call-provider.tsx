"use client";

import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from "react";
import { useRealtime, useSignedIn } from "@/components/realtime/realtime-provider";
import { type CallClient, createCallClient } from "@/lib/client/call-client";
import { deviceId } from "@/lib/client/device-id";
import { unlockSound } from "@/lib/client/ringer";
import { CallContext, useCall } from "./call-context";
import { whenIdle } from "./when-idle";

const loadLayer = async () => ({ default: (await import("./call-layer")).CallLayer });
const CallLayer = lazy(loadLayer);

/** Holds this tab's call above every page, so that moving between pages never drops it, and shows it. */
export function CallProvider({ children }: { children: ReactNode }) {
  const realtime = useRealtime();
  const { id: userId } = useSignedIn();
  const [client, setClient] = useState<CallClient | null>(null);
  const [voiceBlocked, setVoiceBlocked] = useState(false);
  useEffect(() => {
    if (!realtime) return;
    let opened: CallClient | null = null;
    let left = false;
    void deviceId().then((id) => {
      if (left) return;
      opened = createCallClient({ self: { userId, deviceId: id }, realtime, onBlocked: setVoiceBlocked });
      setClient(opened);
    });
    return () => {
      left = true;
      setClient(null);
      opened?.close();
    };
  }, [realtime, userId]);
  useEffect(unlockSound, []);
  // A ring must be seen at once: its code is there before the first one comes.
  useEffect(() => whenIdle(() => void loadLayer()), []);
  const value = useMemo(() => ({ client, voiceBlocked }), [client, voiceBlocked]);
  return (
    <CallContext value={value}>
      {children}
      <WhileInCall />
    </CallContext>
  );
}

function WhileInCall() {
  const { state } = useCall();
  if (state.phase === "idle") return null;
  return (
    <Suspense>
      <CallLayer />
    </Suspense>
  );
}
