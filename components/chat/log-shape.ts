import type { OutboxEntry } from "@/lib/client/outbox-rules";
import type { Message } from "@/lib/contracts/chat";
import type { Part } from "./log-part";

/** What the log holds, and which of it is mounted: from place `start` to before `end`. */
export interface Shown {
  messages: readonly Message[];
  waiting: readonly OutboxEntry[];
  hasOlder: boolean;
  /** ends with the newest message of the conversation */
  newest: boolean;
  start: number;
  end: number;
}

/** Where to go with the next change of the log. */
export type Aim = { seq: number; at: "centre" | "upper" } | { fromEnd: number } | "end";

export interface Boxes {
  scroller: HTMLElement;
  /** stands for all that is not mounted above; its content lies at its lower end */
  above: HTMLElement;
  /** stands for all that is not mounted below */
  below: HTMLElement;
  /** the mounted messages, by place */
  row(index: number): HTMLElement | undefined;
}

export interface LogEvents {
  mount(part: Part): void;
  /** one reads near the end of what is loaded */
  need(which: "older" | "newer"): void;
  /** the newest message is in sight, or far */
  place(where: { atEnd: boolean; away: boolean }): void;
}
