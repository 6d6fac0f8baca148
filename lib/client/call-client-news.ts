import type { Call } from "@/lib/contracts/calls";
import { serverClock } from "./server-clock";

/** A call only ever goes forward. */
const progress: Record<Call["status"], number> = { ringing: 0, accepted: 1, ended: 2 };

/**
 * Answers a function that tells whether a call is out of date: whether this tab has already heard of a later status. A
 * ring, for example, may arrive after the news that it was answered elsewhere.
 */
export function createNewsFilter(): (call: Call) => boolean {
  const heard = new Map<string, Call["status"]>();
  return (call) => {
    const known = heard.get(call.id);
    if (known && progress[call.status] < progress[known]) return true;
    heard.set(call.id, call.status);
    return false;
  };
}

/** When it was accepted on this machine's clock, in milliseconds: the same moment on both screens. */
export function acceptedAt({ accepted_at }: Call): number {
  const now = Date.now();
  return Math.min(now, (accepted_at && serverClock.local(accepted_at)) || now);
}
