"use client";

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { deviceId } from "@/lib/client/device-id";
import { type Connection, connectRealtime, type Realtime } from "@/lib/client/realtime";
import { leave } from "@/lib/client/session";
import type { Me } from "@/lib/contracts/users";

interface RealtimeValue {
  /** null until the browser has opened the socket */
  realtime: Realtime | null;
  me: Me;
}

const RealtimeContext = createContext<RealtimeValue | null>(null);

/**
 * Holds the tab's one notification socket, for as long as somebody is signed in.
 * @param url the socket host, where that is at another origin; else ""
 * @param ticket opens the first connection there
 */
export function RealtimeProvider(props: { me: Me; url: string; ticket: string | null; children: ReactNode }) {
  const { me, url, children } = props;
  // A page that is refreshed brings another; the socket that stands needs none.
  const [ticket] = useState(props.ticket);
  const [realtime, setRealtime] = useState<Realtime | null>(null);
  useEffect(() => {
    let opened: Realtime | null = null;
    let left = false;
    void deviceId().then((id) => {
      if (left) return;
      opened = connectRealtime({
        url: url || window.location.origin,
        byTicket: url !== "",
        firstTicket: ticket,
        deviceId: id,
        userId: me.id,
        onRefused: () => leave("session-ended"),
      });
      setRealtime(opened);
    });
    return () => {
      left = true;
      setRealtime(null);
      opened?.close();
    };
  }, [url, ticket, me.id]);
  return <RealtimeContext value={{ realtime, me }}>{children}</RealtimeContext>;
}

function useRealtimeValue(): RealtimeValue {
  const value = useContext(RealtimeContext);
  if (!value) throw new Error("RealtimeProvider is missing above this component");
  return value;
}

/** The socket, or null in the first moments of a page. */
export function useRealtime(): Realtime | null {
  return useRealtimeValue().realtime;
}

/** Who is signed in, as of the page's load; see `useMe` for the live account. */
export function useSignedIn(): Me {
  return useRealtimeValue().me;
}

const never = () => () => {};

/** "connecting" at first, then "connected" or "offline". */
export function useConnection(): Connection {
  const realtime = useRealtime();
  return useSyncExternalStore(
    realtime?.watch ?? never,
    () => realtime?.connection() ?? "connecting",
    () => "connecting",
  );
}
