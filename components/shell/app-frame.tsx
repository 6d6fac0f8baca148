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

/** The shell with its live numbers: unread messages, waiting requests, the connection. */
export function AppFrame({ requests, children }: { requests: FriendRequests; children: ReactNode }) {
  const { data } = useLive(requests, () => api.get<FriendRequests>("/friends/requests"), [
    "friend.requested",
    "friend.accepted",
    "friend.removed",
  ]);
  const { data: me } = useLive(useSignedIn(), () => api.get<ReturnType<typeof useSignedIn>>("/me"), ["me.updated"]);
  const connection = useConnection();
  return (
    <Shell
      me={me}
      unread={useUnreadTotal()}
      requests={data.incoming.length}
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
