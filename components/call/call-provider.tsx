"use client";

import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useRealtime, useSignedIn } from "@/components/realtime/realtime-provider";
import { type CallClient, createCallClient } from "@/lib/client/call-client";
import { patiently } from "@/lib/client/call-client-patience";
import { deviceId } from "@/lib/client/device-id";
import { unlockSound } from "@/lib/client/ringer";
import type { User } from "@/lib/contracts/users";
import { CallContext, useCall } from "./call-context";
import { whenIdle } from "./when-idle";

const loadLayer = async () => ({ default: (await patiently(() => import("./call-layer"))).CallLayer });
const CallLayer = lazy(loadLayer);

/** Holds this tab's call above every page, so that moving between pages never drops it, and shows it. */
export function CallProvider({ children }: { children: ReactNode }) {
  const realtime = useRealtime();
  const { id: userId } = useSignedIn();
  const [client, setClient] = useState<CallClient | null>(null);
  const [voiceBlocked, setVoiceBlocked] = useState(false);
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
      opened = createCallClient({ self: { userId, deviceId: id }, realtime, onBlocked: setVoiceBlocked });
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
  useEffect(unlockSound, []);
  // A ring must be seen at once: its code is there before the first one comes.
  useEffect(() => whenIdle(() => void loadLayer()), []);
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
  if (state.phase === "idle") return null;
  return (
    <Suspense>
      <CallLayer />
    </Suspense>
  );
}
