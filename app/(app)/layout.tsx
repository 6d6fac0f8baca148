import type { ReactNode } from "react";
import { ConversationsProvider } from "@/components/chat/conversations-provider";
import { AppFrame } from "@/components/shell/app-frame";
import { missedCalls } from "@/lib/domain/calls";
import { listConversations } from "@/lib/domain/chat";
import { listRequests } from "@/lib/domain/friends";
import { signedIn } from "@/lib/server/page";

/** The frame of every page for a signed-in person; strangers are sent to sign in. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const { run } = await signedIn();
  const [conversations, requests, missed] = await Promise.all([
    run(listConversations, {}),
    run(listRequests, {}),
    run(missedCalls, {}),
  ]);
  return (
    <ConversationsProvider initial={conversations.items}>
      <AppFrame requests={requests} missed={missed}>
        {children}
      </AppFrame>
    </ConversationsProvider>
  );
}
