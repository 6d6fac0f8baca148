import type { Call } from "@/lib/contracts/calls";

export interface CallStanding {
  direction: "outgoing" | "incoming";
  /** somebody called and was not answered: to be called back */
  missed: boolean;
  /** the entry of the `call.history` catalogue that tells it */
  word: "outgoing" | "incoming" | "missed" | "declined" | "cancelled" | "no_answer" | "busy" | "failed";
}

/** How an ended call stands in the history of one of its two people. */
export function standingOf(call: Call, userId: number): CallStanding {
  const direction = call.caller.id === userId ? "outgoing" : "incoming";
  const incoming = direction === "incoming";
  const told = (word: CallStanding["word"]): CallStanding => ({ direction, missed: word === "missed", word });
  switch (call.end_reason) {
    case "missed":
      return told(incoming ? "missed" : "no_answer");
    case "cancelled":
      return told(incoming ? "missed" : "cancelled");
    case "busy":
      return told(incoming ? "missed" : "busy");
    case "declined":
      return told("declined");
    case "failed":
      return told("failed");
    case "completed":
    case null:
      return told(direction);
  }
}
