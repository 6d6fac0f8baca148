import type { Call } from "@/lib/contracts/calls";
import { ApiError } from "./api";
import type { CallCommands, Farewell } from "./call-client-commands";
import { type CallFact, type CallState, isCaller, isLive, liveCall, type Self } from "./call-client-state";
import { microphoneFailed } from "./call-client-telling";

export interface FarewellOptions {
  self: Self;
  commands: Pick<CallCommands, "leave" | "get" | "signal">;
  state(): CallState;
  /** settles when the server has said what became of an answer that is under way */
  answered(): Promise<unknown>;
  /** what the server says of the call */
  hear(call: Call): void;
  dispatch(fact: CallFact): void;
}

/** Answers how to leave a call: it is said to the server until that is so, and to the other why, where there is a reason. */
export function createFarewell({
  self,
  commands,
  state,
  answered,
  hear,
  dispatch,
}: FarewellOptions): (call: Call) => Promise<void> {
  let leavingFor: string | null = null;

  const blame = () => {
    const now = state();
    return isLive(now) ? now.blame?.kind : undefined;
  };
  const wordFor = (call: Call): Farewell => {
    if (call.status !== "accepted") return isCaller(call, self) ? "cancel" : "decline";
    // What was answered but could not be talked through has not been completed.
    return blame() === "no_path" || blame() === "microphone" ? "fail" : "hangup";
  };

  return async (call) => {
    if (leavingFor === call.id) return;
    leavingFor = call.id;
    // Who took the call must not be on record as having declined it.
    if (blame() === "microphone") await answered();
    // Accepted or ringing may change while the word is on its way: ask again until it is over.
    for (let turn = 1; turn <= 3 && liveCall(state())?.id === call.id; turn++) {
      const live = liveCall(state()) ?? call;
      const word = wordFor(live);
      try {
        if (blame() === "microphone") commands.signal(call.id, microphoneFailed);
        hear(await commands.leave(call.id, word));
      } catch (error) {
        if (error instanceof ApiError && error.code === "network") break;
        hear(await commands.get(call.id).catch(() => live));
      }
    }
    if (leavingFor === call.id) leavingFor = null;
    dispatch({ type: "lost", callId: call.id });
  };
}
