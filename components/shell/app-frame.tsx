"use client";

import type { ReactNode } from "react";
import { CallBar } from "@/components/call/call-bar";
import { useUnreadTotal } from "@/components/chat/conversations-provider";
import { useConnection, useSignedIn } from "@/components/realtime/realtime-provider";
import { useLive } from "@/components/realtime/use-live";
import { OfflineBanner } from "@/components/ui/banner";
import { api } from "@/lib/client/api";
import type { FriendRequests } from "@/lib/contracts/friends";
import { Shell } from "./shell";
import { useStayOffline } from "./use-stay-offline";

export type AppFrameProps = { requests: FriendRequests; missed: { count: number }; children: ReactNode };

/** The shell with its live numbers: unread messages, waiting requests, missed calls, the connection. */
export function AppFrame({ requests, missed, children }: AppFrameProps) {
  useStayOffline();
  const { data } = useLive(requests, () => api("GET /friends/requests"), [
    "friend.requested",
    "friend.accepted",
    "friend.removed",
  ]);
  const { data: unseen } = useLive(missed, () => api("GET /calls/missed"), ["call.ended", "calls.seen"]);
  const { data: me } = useLive(useSignedIn(), () => api("GET /me"), ["me.updated"]);
  const connection = useConnection();
  return (
    <Shell
      me={me}
      unread={useUnreadTotal()}
      requests={data.incoming.length}
      missed={unseen.count}
      top={
        <>
          <CallBar />
          <OfflineBanner reconnecting={connection === "offline"} />
        </>
      }
    >
      {children}
    </Shell>
  );
}
