import type { Logger } from "pino";
import type { Door } from "./publisher";

/** Tells the operator, by a line of the log, that somebody was reported; the words are in the database. */
export function reportsTo(log: Pick<Logger, "warn">): Door {
  return {
    deliver(event) {
      if (event.name === "person.reported") log.warn(event.data, "a person was reported");
    },
  };
}

/** Follows each event through the logs of the nodes by the request it came of, at LOG_LEVEL=debug; never what it says. */
export function eventsTo(log: Pick<Logger, "debug" | "isLevelEnabled">, how: string): Door {
  return {
    deliver({ name, to, request_id }) {
      if (log.isLevelEnabled("debug")) log.debug({ event: name, to, request_id }, how);
    },
  };
}
