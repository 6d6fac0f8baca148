import type { NidaEvent } from "@/lib/contracts/events";

/** Somebody at a place: a person online, a member of a presence channel. `info` is what others see of them. */
export type Presence = [place: string, who: string, info: unknown];

/** What nodes tell each other. A word that a node of another version does not know is passed over. */
export type Word =
  | { kind: "beat" }
  /** the last word of a node that stops: everything that it had to tell was told before */
  | { kind: "bye" }
  | { kind: "event"; event: NidaEvent }
  | { kind: "enter"; presence: Presence }
  | { kind: "leave"; place: string; who: string }
  /** what a host of pages said was lost on the way: clients must ask what they missed */
  | { kind: "lost" }
  /** asks a node for its whole roster; `died`: the asker had given it up */
  | { kind: "roster?"; of: string; died: boolean }
  | { kind: "roster"; presences: Presence[] }
  /** a frame for all who hear a Pusher channel, but for one connection */
  | { kind: "frame"; channel: string; frame: string; except?: string }
  /** ends a person's Pusher connections */
  | { kind: "terminate"; userId: string };
