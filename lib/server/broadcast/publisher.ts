import type { Logger } from "pino";
import type { NidaEvent } from "@/lib/contracts/events";

/** A way out for events: Socket.IO, Pusher channels, hosted Pusher. It carries, it never decides. */
export interface Door {
  deliver(event: NidaEvent): void;
}

export interface Publisher extends Door {
  add(door: Door): void;
}

/** Hands every event to every door. A door that fails costs its own clients delay, not the others. */
export function createPublisher(log: Logger): Publisher {
  const doors: Door[] = [];
  return {
    add: (door) => void doors.push(door),
    deliver(event) {
      for (const door of doors) {
        try {
          door.deliver(event);
        } catch (error) {
          log.error({ err: error, event: event.name, request_id: event.request_id }, "a door failed to carry an event");
        }
      }
    },
  };
}
