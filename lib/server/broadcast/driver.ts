import type { Logger } from "pino";
import type { Settings } from "@/lib/server/env";
import type { Door } from "./publisher";
import { type Carrier, openPusherCarrier } from "./pusher-carrier";

/** Where BROADCAST_DRIVER takes events besides this server's own doors; null for `local`. */
export function openDriver({ broadcastDriver, pusher }: Settings, log: Logger): Carrier | null {
  if (broadcastDriver === "log") return { ...logDoor(log), waiting: () => 0, close: async () => {} };
  if (broadcastDriver === "pusher" && pusher) return openPusherCarrier(pusher, log);
  return null;
}

/** Names and recipients only; what people write is never logged. */
function logDoor(log: Logger): Door {
  return { deliver: ({ name, to, conversation_id }) => log.info({ event: name, to, conversation_id }, "event") };
}
