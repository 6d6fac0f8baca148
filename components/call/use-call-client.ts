"use client";

import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { useRealtime, useSignedIn } from "@/components/realtime/realtime-provider";
import { api } from "@/lib/client/api";
import type { CallClient, CallClientOptions } from "@/lib/client/call-client";
import { hasMemory } from "@/lib/client/call-client-memory";
import { deviceId } from "@/lib/client/device-id";
import { loadCode } from "@/lib/client/load-code";
import type { Realtime } from "@/lib/client/realtime";
import { whenIdle } from "./when-idle";

/**
 * Calls `open` as soon as this tab needs its call's code: at once after a reload in a call, when it rings, when the
 * server knows of a call, else when there is nothing better to do. Answers how to call it off.
 */
function whenNeeded(realtime: Realtime, open: () => void): () => void {
  if (hasMemory()) open();
  const look = async () => {
    // Unanswered, it is asked again at the next connection.
    const current = await api("GET /calls/current").catch(() => null);
    if (current) open();
  };
  const stops = [realtime.on("incoming_call", open), realtime.onConnected(() => void look()), whenIdle(open)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** What became of something a person wanted of the client: `overtaken` by another wish, or its code came too `late`. */
type Wish = "done" | "overtaken" | "late";

/** How long what a person wants waits for the code, in milliseconds: nobody is rung whom one has given up. */
const WANTED_MS = 15_000;

interface Told extends Pick<CallClientOptions, "onBlocked" | "onDevice"> {
  /** the code is being fetched: whatever else a call needs may be, too */
  onNeeded(): void;
}

/** This tab's call client, null until its code has come; and `withClient`, which fetches it for what a person wants now. */
export function useCallClient(told: Told) {
  const realtime = useRealtime();
  const { id: userId } = useSignedIn();
  const [client, setClient] = useState<CallClient | null>(null);
  // Who pressed before the code came still holds the functions of that render, and must find it all the same.
  const ready = useRef<CallClient | null>(null);
  const wish = useRef<((ready: CallClient | null) => void) | null>(null);
  const fetchIt = useRef(() => {});
  const onNeeded = useEffectEvent(() => told.onNeeded());
  const onBlocked = useEffectEvent((blocked: boolean) => told.onBlocked?.(blocked));
  const onDevice = useEffectEvent((change: Parameters<NonNullable<typeof told.onDevice>>[0]) =>
    told.onDevice?.(change),
  );
  useEffect(() => {
    if (!realtime) return;
    let left = false;
    let asked = false;
    const open = async () => {
      if (asked) return;
      asked = true;
      stop?.();
      onNeeded();
      const [{ createCallClient }, id] = await Promise.all([
        loadCode(() => import("@/lib/client/call-client")),
        deviceId(),
      ]);
      if (left) return;
      ready.current = createCallClient({
        self: { userId, deviceId: id },
        realtime,
        onBlocked: (blocked) => onBlocked(blocked),
        onDevice: (change) => onDevice(change),
      });
      setClient(ready.current);
      wish.current?.(ready.current);
      wish.current = null;
    };
    fetchIt.current = () => void open();
    let stop: (() => void) | undefined;
    const wait = whenNeeded(realtime, () => void open());
    if (asked) wait();
    else stop = wait;
    // Pressed in the first moments of the page, before there was a socket.
    if (wish.current) void open();
    return () => {
      left = true;
      stop?.();
      fetchIt.current = () => {};
      setClient(null);
      ready.current?.close();
      ready.current = null;
    };
  }, [realtime, userId]);
  const withClient = useCallback(
    (act: (ready: CallClient) => void) =>
      new Promise<Wish>((resolve) => {
        const take = (found: CallClient | null) => {
          clearTimeout(late);
          if (found) act(found);
          resolve(found ? "done" : "overtaken");
        };
        const late = setTimeout(() => {
          wish.current = null;
          resolve("late");
        }, WANTED_MS);
        if (ready.current) return take(ready.current);
        wish.current?.(null);
        wish.current = take;
        fetchIt.current();
      }),
    [],
  );
  return { client, withClient };
}
