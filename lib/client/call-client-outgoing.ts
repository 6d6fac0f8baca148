import type { Signal } from "@/lib/contracts/calls";
import { foldCandidates } from "./call-client-fold";

/** How long a description waits for the candidates of this machine, so that one message carries all, in milliseconds. */
export const GATHER_MS = 6;

/** What the peer here says to the other side's: it waits until it may be said, and a description for its candidates. */
export interface Outgoing {
  send(signal: Signal): void;
  /** It may be said now. */
  flush(): void;
  /** The peer is gone, and what it had to say. */
  drop(): void;
}

export function createOutgoing(options: { maySend(): boolean; send(signal: Signal): void }): Outgoing {
  let held: Signal[] = [];
  let gathering: ReturnType<typeof setTimeout> | undefined;

  const drop = () => {
    clearTimeout(gathering);
    gathering = undefined;
    held = [];
  };
  const flush = () => {
    const ready = foldCandidates(held);
    drop();
    for (const signal of ready) options.send(signal);
  };

  return {
    send(signal) {
      held.push(signal);
      if (!options.maySend()) return;
      if (typeof signal.data?.sdp === "string") gathering ??= setTimeout(flush, GATHER_MS);
      else if (gathering === undefined) flush();
    },
    flush,
    drop,
  };
}
