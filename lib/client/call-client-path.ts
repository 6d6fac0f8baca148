import { type CallFact, type CallState, isLive } from "./call-client-state";

/** How long two may seek a way to each other before they are told that none is found, in milliseconds. */
export const DOUBT_MS = 10_000;
/** How long they seek at all, in milliseconds. */
export const GIVE_UP_MS = 30_000;

/** Watches whether a call ever comes up. */
export interface PathWatch {
  follow(state: CallState): void;
  close(): void;
}

/**
 * Says so when an accepted call has no connection for long, and ends it when it never gets one: a relay that is gone or
 * refuses, a network that lets nothing through. A path that once was there is sought for as long as both are there.
 * `online`: whether the server is there to carry signals; until it is, the path is not to blame.
 */
export function watchPath(options: { online(): boolean; dispatch(fact: CallFact): void }): PathWatch {
  let callId: string | null = null;
  let settled = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const stop = () => clearTimeout(timer);
  const doubt = (id: string) => {
    options.dispatch({ type: "blame", callId: id, outcome: { kind: "no_path" } });
    timer = setTimeout(giveUp, GIVE_UP_MS - DOUBT_MS);
  };
  const giveUp = () => {
    if (options.online()) options.dispatch({ type: "leave", blame: { kind: "no_path" } });
    else timer = setTimeout(giveUp, DOUBT_MS);
  };

  return {
    follow(state) {
      if (state.phase !== "active" || state.leaving) {
        if (!isLive(state) || state.leaving) stop();
        return;
      }
      const { id } = state.call;
      if (id !== callId) {
        stop();
        callId = id;
        // A page that comes back to a call that had come up.
        settled = state.media === "interrupted";
        if (settled) return;
        timer = setTimeout(() => doubt(id), DOUBT_MS);
      }
      if (state.media !== "connected" || settled) return;
      settled = true;
      stop();
    },
    close: stop,
  };
}
