import type { PusherApp } from "@/lib/server/env";
import { derivedSecret } from "@/lib/server/secret";

/** What calls between a host of pages and the socket host are signed with: nobody else has it, no Pusher app either. */
export function postApp(secret: string): PusherApp {
  return { appId: "post", key: "post", secret: derivedSecret(secret, "post") };
}
