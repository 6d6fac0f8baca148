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
